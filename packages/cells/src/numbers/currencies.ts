/** Money as people write it before numbers; other letters before digits are names. */
export const money =
  'R\\$|A\\$|C\\$|US\\$|NZ\\$|HK\\$|S\\$|kr\\.?|Rs\\.?|EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|UAH|RUB|JPY|CNY|KRW|INR|BRL|MXN|ARS|CLP|COP|PEN|AUD|NZD|CAD|ZAR|SGD|HKD|THB|ILS|AED|SAR|PHP|IDR|MYR|VND|TWD';

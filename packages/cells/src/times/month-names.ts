/**
 * What exports call each month, from January on, in the languages of Europe: long and short, alone and beside a day, as
 * CLDR has them. Croatian is none of them: its listopad is October, that of Polish and Czech November.
 *
 * Written out, so that files are read alike whatever names the runtime knows, and no process has to ask for them.
 */
const names = [
  `
    ean eanair ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janeiro janner januar januara
    januari january janv janvaris janvier led leden ledna oca ocak sausio sausis sty styczen stycznia tammi
    tammikuu tammikuuta urt urtarrila xan xaneiro ιαν ιανουαριου січ січень січня янв январь января януари
  `,
  `
    feabh feabhra feb febbraio febr febreiro febrer febrero februar februara februari februarie februaris
    february fev fevereiro fevr fevrier helmi helmikuu helmikuuta lut lutego luty ots otsaila sub subat uno
    unor unora vasario vasaris veebr veebruar φεβ φεβρουαριου лют лютии лютого февр февраль февраля февруари
  `,
  `
    bre brezen brezna kovas kovo maalis maaliskuu maaliskuuta maart mar marc marca march marcius marco marec
    mars mart marta martie marts martxoa marz marzec marzo mrt mrz μαρ μαρτιου бер березень березня мар март
    марта
  `,
  `
    abr abril aib aibrean api apirila apr april aprila aprile aprilie aprilis aprill avr avril balandis
    balandzio dub duben dubna huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan απρ απριλιου апр
    апрель апреля април квіт квітень квітня
  `,
  `
    beal bealtaine geguze geguzes kve kveten kvetna mag maggio mai maiatza maig maijs maio maj maja majus
    may mayo mayıs mei touko toukokuu toukokuuta μαι μαιου маи мая трав травень травня
  `,
  `
    birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu giugno haz haziran iun iunie
    juin jun juna june junho juni junij junijs junio junius juny juuni kesa kesakuu kesakuuta meith
    meitheamh xuno ιουν ιουνιου июн июнь июня черв червень червня юни
  `,
  `
    cervence cervenec cvc heina heinakuu heinakuuta iuil iul iulie juil juillet jul jula julho juli julij
    julijs julio juliol julius july juuli liepa liepos lip lipca lipiec lug luglio tem temmuz uzt uztaila
    xul xullo ιουλ ιουλιου июл июль июля лип липень липня юли
  `,
  `
    abu abuztua ago agost agosto agu agust agustos aout aug august augusta augusti augusts augustus
    augusztus avg avgust elo elokuu elokuuta lun lunasa rugpjucio rugpjutis sie sierpien sierpnia srp srpen
    srpna αυγ αυγουστου авг август августа серп серпень серпня
  `,
  `
    eyl eylul ira iraila mfomh rugsejis rugsejo sep sept september septembra septembre septembrie septembris
    septiembre set setembre setembro settembre syys syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia
    zar zari σεπ σεπτεμβριου вер вересень вересня сент сентябрь сентября септември
  `,
  `
    dfomh eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktober oktobra oktobris
    oktoober ott ottobre out outubro paz pazdziernik pazdziernika rij rijen rijna spalio spalis urr urria
    οκτ οκτωβριου жовт жовтень жовтня окт октомври октябрь октября
  `,
  `
    aza azaroa kas kasım lapkricio lapkritis lis listopad listopada listopadu marras marraskuu marraskuuta
    noiembrie nov november novembra novembre novembris novembro noviembre samh samhain νοε νοεμβριου лист
    листопад листопада ноември нояб ноябрь ноября
  `,
  `
    abe abendua ara aralık dec december decembra decembre decembrie decembris decembro des desember desembre
    dets detsember dez dezember dezembro dic dicembre diciembre gru grudnia grudzien gruodis gruodzio joulu
    joulukuu joulukuuta noll nollaig pro prosince prosinec δεκ δεκεμβριου груд грудень грудня дек декабрь
    декабря декември
  `,
];

const plain = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}|\./gu, '');

const numbers: ReadonlyMap<string, number> = new Map(
  names.flatMap((row, index) =>
    row
      .trim()
      .split(/\s+/)
      .map((name) => [name.normalize('NFD'), index + 1] as const),
  ),
);

/** The month (1 to 12) that a word names in one of the languages of Europe; undefined for other words. */
export const monthOf = (word: string): number | undefined => numbers.get(plain(word));

// One line per family. The order does not matter: see columnGroups.
export { businessHours } from './families/business-hours/family.ts';
export { calendar } from './families/calendar/family.ts';
export { categories } from './families/categories/family.ts';
export { coverage } from './families/coverage/family.ts';
export { degreeHours } from './families/degree-hours/family.ts';
export { differences } from './families/differences/family.ts';
export { ewm } from './families/ewm/family.ts';
export { expanding } from './families/expanding/family.ts';
export { fourier } from './families/fourier/family.ts';
export { lagPairs } from './families/lag-pairs/family.ts';
export { lags } from './families/lags/family.ts';
export { rolling } from './families/rolling/family.ts';
export { seasonal } from './families/seasonal/family.ts';
export { since } from './families/since/family.ts';
export { sun } from './families/sun/family.ts';
export { tariffs } from './families/tariffs/family.ts';
export { values } from './families/values/family.ts';

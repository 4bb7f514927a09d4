// What others may know of the rules of repair: plain values and pure functions.
export { type Repairability, repairability } from './repairability';

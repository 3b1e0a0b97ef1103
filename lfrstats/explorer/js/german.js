export { ENGLISH as GERMAN } from "./english.js";

/** The lesson: its steps as data. What each says is in the texts, how it looks in `lesson.js`. */
import { lesson } from "./lesson.js";

/**
 * Each step: what is asked (by its id in the texts), how it is answered, and the answers there are.
 * "right" is right; every other answer is the name of a misconception.
 * @type {{ id: string, act: "guess" | "choose" | "place" | "find" | "end", answers?: string[], after?: string }[]}
 */
export const GUIDE = [
  { id: "guess", act: "guess" },
  { id: "listed", act: "choose", answers: ["complement", "right", "all", "percent"] },
  { id: "others", act: "choose", answers: ["percent", "right", "complement"] },
  { id: "share", act: "choose", answers: ["inverse", "swap", "right", "complement"], after: "reveal" },
  { id: "whose", act: "place", answers: ["right", "swap"] },
  { id: "meaning", act: "choose", answers: ["percent", "swap", "complement", "right"] },
  { id: "both", act: "find", answers: ["right", "high", "low"] },
  { id: "unverified", act: "choose", answers: ["unverified", "right", "complement"], after: "hidden" },
  { id: "places", act: "choose", answers: ["neglect", "swap", "right"] },
  { id: "cancer", act: "choose", answers: ["inverse", "complement", "right", "neglect"] },
  { id: "unknown", act: "choose", answers: ["percent", "neglect", "right"] },
  { id: "end", act: "end" },
];

/** What a first guess shows, by its percentage. */
export function diagnosed(percentage) {
  if (percentage >= 90) return "complement";
  if (percentage >= 60 && percentage <= 80) return "inverse";
  if (percentage >= 14 && percentage <= 25) return "right";
  return percentage < 14 ? "low" : "neglect";
}

/** Open the lesson at the state's step. */
export const open = (element, context) => lesson(element, context, GUIDE, diagnosed);

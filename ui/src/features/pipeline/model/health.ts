/** How a score from 0 to 100 is called. No I/O. */

export type Grade = "good" | "fair" | "weak";

/** As good as before is 75 points, so that is good. */
export function gradeOf(score: number): Grade {
  return score >= 70 ? "good" : score >= 40 ? "fair" : "weak";
}

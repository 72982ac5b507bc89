/** Dates and lengths in the reader's language, as the server says them: "Thu 12 Mar", "3 d 4 h". Pure, but for the formats it keeps. */
import type { Preview } from "./edits.ts";
import { DAY, minuteOf } from "./model.ts";

export interface Words {
  [key: string]: string;
}

export interface Speaker {
  day(minute: number | null): string;
  length(minutes: number): string;
}

const months = new Map<string, Intl.DateTimeFormat>();

/** "12 Mar", in the order in which the server's pages say it. */
export function shortDay(date: Date, language: string): string {
  let month = months.get(language);
  if (!month) months.set(language, (month = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" })));
  return `${date.getUTCDate()} ${month.format(date)}`;
}

/** A speaker for a language; `year` is this year, which dates do not repeat. */
export function speaker(language: string, words: Words, year: number, minutesPerDay: number): Speaker {
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  const kept = new Map<number, string>();

  function day(minute: number | null): string {
    if (minute === null) return "";
    const number = Math.floor(minute / DAY);
    let said = kept.get(number);
    if (said === undefined) {
      const date = new Date(number * 86_400_000);
      const short = shortDay(date, language);
      said = date.getUTCFullYear() === year ? `${weekday.format(date)} ${short}` : `${short} ${date.getUTCFullYear()}`;
      kept.set(number, said);
    }
    return said;
  }

  function length(minutes: number): string {
    const days = Math.floor(minutes / minutesPerDay);
    const hours = Math.floor((minutes % minutesPerDay) / 60);
    const rest = Math.round(minutes % minutesPerDay % 60);
    const parts: [number, string | undefined][] = [[days, words["d"]], [hours, words["h"]], [rest, words["min"]]];
    return parts.filter(([number]) => number).slice(0, 2).map(([number, unit]) => `${number}\u00a0${unit}`).join(" ");
  }

  return { day, length };
}

/** A sentence with its places filled: "{name} moved". Where `number` is 1 and the words have a form for one, that one. */
export function filled(sentence: string | undefined, values: Record<string, string | number>): string {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

export const counted = (words: Words, key: string, number: number): string => filled(number === 1 ? (words[`${key}_1`] ?? words[key]) : words[key], { number });

/** "Finish moves 3 working days later; promise of Go-live (12 Mar): now 2 days late". */
export function consequence(preview: Preview, words: Words, speaker: Speaker): string {
  const { days } = preview;
  const finish = days ? counted(words, days > 0 ? "moves_later" : "moves_earlier", Math.abs(days)) : (words["moves_nothing"] ?? "");
  return [finish, ...preview.promises.map((one) => promised(one, words, speaker))].join("; ");
}

function promised({ name, on, days }: Preview["promises"][number], words: Words, speaker: Speaker): string {
  const what = filled(words["promise_of"], { name, day: speaker.day(minuteOf(on)) });
  return `${what} ${days < 0 ? counted(words, "promise_late", -days) : words["promise_kept"]}`;
}

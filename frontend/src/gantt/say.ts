/** Dates and lengths in the reader's language, as the server says them: "Thu 12 Mar", "3 d 4 h". Pure, but for the formats it keeps. */
import { DAY } from "./model.ts";

export interface Words {
  [key: string]: string;
}

export interface Speaker {
  day(minute: number | null): string;
  length(minutes: number): string;
}

/** A speaker for a language; `year` is this year, which dates do not repeat. */
export function speaker(language: string, words: Words, year: number, minutesPerDay: number): Speaker {
  const locale = language === "en" ? "en-GB" : language;
  const near = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  const far = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const kept = new Map<number, string>();

  function day(minute: number | null): string {
    if (minute === null) return "";
    const number = Math.floor(minute / DAY);
    let said = kept.get(number);
    if (said === undefined) {
      const date = new Date(number * 86_400_000);
      said = (date.getUTCFullYear() === year ? near : far).format(date).replace(",", "");
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

import { holds } from "./match-words.ts";
import { DATE } from "./vocabulary.ts";

const DAY_MS = 86_400_000;
const FURTHEST_DAYS = 400;
const WEEKDAYS = [
  /sunday|sonntag|dimanche|domingo|日曜|周日|星期天|воскресен/u,
  /monday|montag|lundi|lunes|segunda|月曜|周一|星期一|понедельник/u,
  /tuesday|dienstag|mardi|martes|terca|火曜|周二|星期二|вторник/u,
  /wednesday|mittwoch|mercredi|miercoles|quarta|水曜|周三|星期三|сред/u,
  /thursday|donnerstag|jeudi|jueves|quinta|木曜|周四|星期四|четверг/u,
  /friday|freitag|vendredi|viernes|sexta|金曜|周五|星期五|пятниц/u,
  /saturday|samstag|samedi|sabado|土曜|周六|星期六|суббот/u,
] as const;

/**
 * Whether folded words can mean this day: its number is said, or a weekday that it is, or something like "tomorrow"
 * or "end of the month" and no number. Which of those it is exactly, a person sees in the proposal.
 */
export function namesDate(date: string, order: string, untrusted: string, now: Date): boolean {
  const numbers = (order.match(/(?<![a-z\d]|[a-z]-)\d+/g) ?? []).map(Number);
  const day = Number(date.slice(8, 10));
  if (numbers.includes(day) || order.includes(date.replaceAll("-", ""))) return true;
  if (!holds(DATE, order) || untrusted.includes(date)) return false;
  const at = new Date(`${date}T00:00:00Z`);
  const away = (at.getTime() - now.getTime()) / DAY_MS;
  if (Math.abs(away) > FURTHEST_DAYS) return false;
  const named = WEEKDAYS.flatMap((weekday, index) => (weekday.test(order) ? [index] : []));
  return named.length === 0 || named.includes(at.getUTCDay());
}

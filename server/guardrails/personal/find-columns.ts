import type { PersonalDataType } from "../../contract/index.ts";
import type { PersonalDataFinding } from "./finding.ts";

const HEADERS: readonly (readonly [type: PersonalDataType, kind: string, header: RegExp])[] = [
  [
    "person",
    "NAME",
    /^(?!.*(?:user|host|file|class|product|project|event|table|domain|server|company|firm|konto|group|team|job|device|printer|item|artikel|city|street|brand)[ _]?name)(?:.*(?:name|nom(?:_complet)?|nombre|nome|nazwisko|naam|氏名|名前|患者|担当)|(?:customer|client|kunde|kundin|patient|paciente|paziente|pacjent|employee|mitarbeiter|contact|owner|person|holder|cliente|klient|empleado|colaborador|dipendente|pracownik|salarié|titular|reporter|assignee|attendee|teilnehmer|guest|gast|tenant|mieter)(?: ?\(.*\))?)$/iu,
  ],
  [
    "phone",
    "PHONE",
    /^(?:.*(?:phone|telefon|teléfono|telefone|téléphone|mobile|mobil|handy|celular|telem[óo]vel|cellulare|電話|携帯).*|tel\.?|fax|cell|mob\.?|portable)$/iu,
  ],
  [
    "date",
    "DATE",
    /^(?:.*(?:birth|geburt|naissance|nacimiento|nascimento|nascita|urodzenia|生年月日)|dob|geb\.?|(?:hire|entry|exit|join|start|admission|leaving|death)[ _]?date|eintritt(?:sdatum)?|austritt(?:sdatum)?|aufnahme(?:datum)?|entrée|sortie|ingreso|fecha de (?:alta|baja)|admissão|入社日|退職日).*$/iu,
  ],
];

const PHONE = /^\(?\+?\d[\d ()./-]{5,20}\d$/u;
const NAME =
  /^(?:\p{Lu}[\p{L}'’.-]+(?:,? \p{L}[\p{L}'’.-]+){1,4}|[\p{Script=Han}々]{1,4}[ 　]?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々]{1,4})$/u;
const DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.] ?\d{1,2}[-/.] ?\d{2,4}|\d{8}|\d{4}年\d{1,2}月\d{1,2}日)$/u;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Tables: what stands below a heading that says whose it is. */
export function findColumns(text: string): PersonalDataFinding[] {
  const lines = linesOf(text);
  return lines.flatMap((line, at) =>
    DELIMITERS.flatMap((delimiter) => {
      const headings = cellsOf(line, delimiter);
      if (headings.length < 2) return [];
      const wanted = headings.flatMap(({ value }, column) => {
        const found = HEADERS.find(([, , header]) => header.test(value));
        return found === undefined ? [] : [{ column, type: found[0], kind: found[1] }];
      });
      return wanted.length === 0
        ? []
        : below(lines.slice(at + 1, at + 1 + MOST_ROWS), delimiter, headings.length, wanted);
    }),
  );
}

type Line = { text: string; start: number };
type Cell = { value: string; start: number };

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const found = { text: line, start };
    start += line.length + 1;
    return found;
  });
}

function cellsOf({ text, start }: Line, delimiter: string): Cell[] {
  let at = start;
  return text.split(delimiter).map((raw) => {
    const lead = /^[\s"'*`]*/u.exec(raw)?.[0].length ?? 0;
    // A cell that is longer is no name and no day, and looking for its end would cost.
    const value = raw.length > 120 ? "" : raw.slice(lead).replace(/[\s"'*`]+$/u, "");
    const cell = { value, start: at + lead };
    at += raw.length + delimiter.length;
    return cell;
  });
}

const MOST_ROWS = 200;
const formOf = (type: PersonalDataType): RegExp =>
  type === "person" ? NAME : type === "phone" ? PHONE : DATE;

function below(
  lines: readonly Line[],
  delimiter: string,
  width: number,
  wanted: readonly { column: number; type: PersonalDataType; kind: string }[],
): PersonalDataFinding[] {
  const end = lines.findIndex(({ text }) => text.trim() !== "" && text.split(delimiter).length < width - 1);
  return lines.slice(0, end === -1 ? undefined : end).flatMap((line) => {
    const cells = cellsOf(line, delimiter);
    return wanted.flatMap(({ column, type, kind }) => {
      const cell = cells[column];
      if (cell === undefined || !formOf(type).test(cell.value)) return [];
      return [{ start: cell.start, end: cell.start + cell.value.length, type, kind }];
    });
  });
}

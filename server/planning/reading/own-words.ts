/**
 * The person's own new words: quoted mail, signatures, logs, traces, calendar entries and other people's lines of a
 * chat are blanked out. As long as the text, so that offsets stay what they are.
 */
export function ownWords(text: string): string {
  if (/^BEGIN:V(?:EVENT|CALENDAR)/mu.test(text)) return blank(text);
  const lines = linesOf(text);
  const end = endOfWords(lines);
  const kept = lines.map((line, index) => (index >= end || isForeign(line) ? blank(line) : line));
  return keepDecisions(kept).join("");
}

const blank = (text: string): string => text.replaceAll(/[^\n]/gu, (sign) => " ".repeat(sign.length));
const linesOf = (text: string): string[] => text.split(/(?<=\n)/u);

const REPLY_INTRO =
  /^\s*(?:on|am|le|el|em|den)\s.{4,100}(?:wrote|schrieb|a écrit|escribió|escreveu)\s*:?\s*$|^\s*-{2,}\s*(?:original message|forwarded|ursprüngliche|weitergeleitet|message d'origine|mensaje original|mensagem original)|^.{0,60}さん?(?:は|が)?書きました/iu;
const MAIL_HEADER =
  /^\s*(?:from|von|de|sent|gesendet|envoyé|enviado|to|an|à|para|subject|betreff|objet|asunto|assunto|差出人|件名|宛先)\s?[:：]/iu;
const CLOSING =
  /^\s*(?:(?:best|kind|warm|many)?\s*(?:regards|wishes)|cheers|sincerely|thanks and regards|mit (?:freundlichen|besten) grüßen|(?:viele|liebe|beste|schöne) grüße|gruß|cordialement|bien à (?:vous|toi)|bonne journée|(?:un )?(?:saludos?|cordial saludo)|atentamente|atenciosamente|abraços?|att)\b[\s,.!]*(?:\p{L}+\s*)?$|^-- ?$|^(?:sent from my|von meinem \p{L}+ gesendet|envoyé de mon|enviado d(?:esde|o) m(?:i|eu))/iu;

/** Where the reply ends and what it answers, or who wrote it, begins. */
function endOfWords(lines: readonly string[]): number {
  const at = lines.findIndex(
    (line, index) =>
      index > 0 &&
      (REPLY_INTRO.test(line) ||
        CLOSING.test(line.trimEnd()) ||
        (MAIL_HEADER.test(line) &&
          MAIL_HEADER.test(lines[index + 1] ?? "") &&
          lines[index - 1]?.trim() === "" &&
          /@|:\d\d|re:|aw:/iu.test(lines.slice(index, index + 5).join("")))),
  );
  return at === -1 ? lines.length : at;
}

const FOREIGN: readonly RegExp[] = [
  /^\s*>/u,
  /^\s*(?:at [\w$.<>/]+\(|\.\.\. \d+ more|caused by:|#\d+ |traceback|file "|goroutine |thread \d+|panic:|backtrace|abort message|signal \d|pid:)/iu,
  /^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/u,
  /^\s*\[?\d\d:\d\d:\d\d/u,
  /^\s*(?:[\w$]+\.){2,}[\w$]*(?:exception|error)\b/iu,
  /^\s*\w*(?:Error|Exception): /u,
  /^\s*\d+\s+\S+\s+\S+.*\+ \d+\s*$/u,
  /^\s*(?:x\d+|r\d+|[er]?[abcd]x)\s+[0-9a-f]{8,}/iu,
  /^\s*[*=#_-]{3,}[\s*=#_-]*$/u,
  /\b(?:ERROR|WARN|INFO|DEBUG|FATAL)\b.*[=:/]/u,
  /^\s*(?:GET|POST|PUT|DELETE|PATCH|HTTP\/\d)\s/u,
];
const isForeign = (line: string): boolean => FOREIGN.some((pattern) => pattern.test(line));

const CHAT = /^\s*\[?\d{1,2}[:.]\d\d\]?\s*[-–]?\s*[\p{L} .'-]{1,30}[:：]\s/u;
const DECIDES =
  /(?:ticket ?(?:bot|smith)?|@?ticketsmith|bot|decis(?:ion|ão|ión)|décision|beschl(?:uss|ossen)|entscheidung|チケット|決定)[^:：\n]{0,30}[:：]|\bbot\b,? please/iu;
const FOR_THIS =
  /^[^\n]{0,60}(?:for|zu|für|pour|para|pro|sobre|on)\s+(?:this|diese[msn]?|ce|cette|est[ea]|ess[ea])\s+(?:ticket|issue|bug|story|task|vorgang|item|incidencia|tarea|tarefa|card)[^\n]{0,40}:\s*$|^[^\n]{0,20}このチケット[^\n]{0,20}[:：]\s*$/imu;

/** Of a chat only what is said to us; of minutes only what they hold for this issue. */
function keepDecisions(lines: readonly string[]): readonly string[] {
  if (lines.filter((line) => CHAT.test(line)).length >= 3)
    return lines.map((line) => {
      const decided = CHAT.test(line) ? DECIDES.exec(line) : null;
      if (decided === null) return blank(line);
      const from = decided.index + decided[0].length;
      return blank(line.slice(0, from)) + line.slice(from);
    });
  const heading = lines.findIndex((line) => FOR_THIS.test(line));
  return heading <= 0 ? lines : lines.map((line, index) => (index <= heading ? blank(line) : line));
}

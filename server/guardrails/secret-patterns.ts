import { isCardNumber, isIban, isPhoneNumber } from "./check-digits.ts";

/** `group` is the part to mask, by default all. `accepts` looks at that part when a pattern alone is too coarse. */
type SecretPattern = { kind: string; regex: RegExp; group?: number; accepts?: (found: string) => boolean };

const PASSWORD = "(?:password|passwd|passwort|kennwort|passphrase|mot de passe|contrase[nñ]a|pwd|pass)";
const KEY =
  "(?:(?:api|access|secret|private|client|auth|encryption|signing|account|shared)[_ .-]?(?:key|token|secret)|secret|token|credentials?)";
const ASSIGN = "[\"']?\\s{0,3}(?:=>?|:=?)\\s{0,3}";

/** A placeholder gives nothing away, and masking it would hide that it is one. */
const isReal = (found: string) =>
  !/^(?:<.*>|\$\{?.*\}?|\{\{.*|%.*%|[*x•.]+|null|none|nil|undefined|true|false|empty|required)$/i.test(found);

/** The first pattern that claims a place has it, so the particular ones come before the general. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    kind: "PRIVATE_KEY",
    regex:
      /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,.\\-]{0,10000}?-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|(?:\s{1,4}[A-Za-z0-9+/=]{16,}){0,200})/g,
  },
  { kind: "TOKEN", regex: /\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,2000}/g },
  {
    kind: "TOKEN",
    regex: /https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows)\/[A-Za-z0-9/_-]{20,200}/g,
  },
  {
    kind: "API_KEY",
    regex:
      /\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|xox[abeprs]-[\w-]{10,250}|xapp-[\w-]{20,250}|sk-(?:ant-|proj-|svcacct-)?[\w-]{20,250}|AIza[\w-]{35}|ATATT3x[\w=-]{20,300}|ATCTT3x[\w=-]{20,300}|npm_[A-Za-z0-9]{36}|(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{20,250}|SG\.[\w-]{16,64}\.[\w-]{16,64}|hf_[A-Za-z0-9]{30,64}|dop_v1_[a-f0-9]{64}|pypi-[\w-]{40,250})(?![A-Za-z0-9])/g,
  },
  {
    kind: "TOKEN",
    regex: /\b(?:bearer|basic|jwt|token)\s{1,3}([A-Za-z0-9._~+/-]{16,4000}={0,2})/gi,
    group: 1,
    accepts: (found) => /\d/.test(found) || found.length > 30,
  },
  {
    kind: "PASSWORD",
    regex: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:([^\s/@]{1,200})@/gi,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(`(?<![A-Za-z0-9])${PASSWORD}${ASSIGN}(["'])([^"'\\n]{2,200})\\1`, "gi"),
    group: 2,
    accepts: isReal,
  },
  // Followed by more words, plain letters after a colon are a sentence: "Password: reset link does nothing".
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![A-Za-z0-9])${PASSWORD}${ASSIGN}(?!["'])((?=\\S*[^A-Za-z\\s.,;])[^\\s,;"']{3,200}|[A-Za-z]{3,200}(?=\\s*(?:$|[\\n,;]))|(?<=\\S)[^\\s,;"']{3,200})`,
      "gim",
    ),
    group: 1,
    accepts: isReal,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![A-Za-z0-9])${PASSWORD}\\s+(?:is|ist|was|lautet)\\s+["']?((?=\\S*[\\d!@#$%^&*])[^\\s"']{4,200})`,
      "gi",
    ),
    group: 1,
    accepts: isReal,
  },
  {
    kind: "SECRET",
    regex: new RegExp(
      `(?<![A-Za-z0-9])${KEY}${ASSIGN}["']?((?=[^\\s"',;]*[\\d!@#$%^&*])[^\\s"',;]{8,500})`,
      "gi",
    ),
    group: 1,
    accepts: isReal,
  },
  {
    kind: "EMAIL",
    regex:
      /(?<![\w.+-])[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
  },
  { kind: "IBAN", regex: /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g, accepts: isIban },
  { kind: "IBAN", regex: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g, accepts: isIban },
  { kind: "CARD", regex: /(?<![\w.-])[2-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}(?!\w)/g, accepts: isCardNumber },
  { kind: "CARD", regex: /(?<![\w.-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\w-]|\.\d)/g, accepts: isCardNumber },
  {
    kind: "PHONE",
    regex: /(?<![\w.:/#=-])(?:\+|00)[1-9]\d{0,2}(?:[ ./-]{0,1}(?:\(\d{1,5}\)|\d)){6,14}(?![\w-]|[.:/]\d)/g,
    accepts: isPhoneNumber,
  },
  {
    kind: "PHONE",
    regex: /(?<![\w.:/#=-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-]|[.:/]\d)/g,
    accepts: isPhoneNumber,
  },
  {
    kind: "PHONE",
    regex: /(?<![\w.:/#=-])\(?0[1-9]\d{1,4}\)?(?:[ /]|\s?-\s?)\d{3,4}(?:[ -]?\d{2,5}){0,3}(?![\w-]|[.:/]\d)/g,
    accepts: isPhoneNumber,
  },
];

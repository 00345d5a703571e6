import { findPatterns, type Pattern, type PersonalDataFinding } from "./finding.ts";

const PASSWORD =
  "(?:pass(?:word|wd|code|phrase)?(?!port|age|enger|ive|ed|ing)|pwd|pw|passwort|kennwort|zugangscode|mot de passe|mdp|contrase[nñ]a|clave|senha|palavra-passe|wachtwoord|has[łl]o|parola(?: d'ordine)?|[şs]ifre|salasana|l[öo]senord|passord|adgangskode|heslo|비밀번호|パスワード|暗証番号|пароль|密码)";
const KEY =
  "(?:(?:api|access|secret|private|client|auth|app|encryption|signing|account|shared|service|storage|webhook|deploy|bot|refresh|session|x-api|x-auth|consumer|subscription|master|admin|db|database|jwt|csrf|oauth2?|personal[_ -]access)[_ .-]?(?:key|token|secret|pass(?:word)?|id_secret)|(?:signing |webhook |client |shared )?secret|token|jeton|credentials?|wi-?fi[- ](?:key|code|schl[üu]ssel)|wlan-?(?:schl[üu]ssel|key)|cl[ée] wi-?fi|licen[cs]e key|lizenzschl[üu]ssel|product key|clave (?:del? )?wi-?fi|network key|psk|pre-?shared[ _-]key|wpa2?(?:[ _-](?:key|psk))?|passkey|community string|ssid[^\\n]{0,25}(?:schl[üu]ssel|key|clave)|schl[üu]ssel|cl[ée] (?:d'api|api|secr[èe]te)|chave (?:de api|secreta|da api)|chiave(?: api| segreta)?|clave (?:de )?api|api[-_ ]?schl[üu]ssel|recovery code|backup code)";
const ASSIGN = "[\"'”`*]{0,3}\\s{0,3}(?:=>?|:=?|：|＝)\\s{0,3}";

/** A placeholder gives nothing away, and masking it would hide that it is one. */
const PLACEHOLDER =
  /^(?:<.*>?|\$\{?.*\}?|\{\{.*|%.*%?|[*x•.…_-]+|\[.*|null|none|nil|yes|no|ja|nein|undefined|true|false|empty|required|optional|string|changeme|change-me|your[-_].*|my[-_]?(?:secret|token|password|key)|xxx+.*|\.\.\.|n\/a|secret|token|password|todo|redacted|hidden|process\.env.*|os\.environ.*|env\(.*|@.*)$/i;
/** Filled in with the same sign, or with the name of what belongs there. */
const FILLED = /([xX*0.•-])\1{5,}|[=:]\s{0,2}[<$%{*[]/;
const isReal = (found: string): boolean =>
  !PLACEHOLDER.test(found.replace(/[.,;:)]+$/, "")) && !FILLED.test(found);
/** In a sentence, plain words are words: "the password reset", "le mot de passe oublié". */
const isOdd = (found: string): boolean =>
  isReal(found) &&
  !/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(found) &&
  !/^\d{1,3}[^\p{Script=Latin}]*$/u.test(found) &&
  found.length >= 5 &&
  (/[\d]/.test(found) ||
    /[!@#$%^&*+=_~|<>?]/.test(found.replace(/[.,;:!?)]+$/, "")) ||
    /^[\p{L}]+[-.][\p{L}]+/u.test(found)) &&
  !/^https?:/i.test(found);

/** So odd that it needs no verb before it: no word, day, version, address or key of an issue looks like that. */
const isStrong = (found: string): boolean => {
  const value = found.replace(/[.,;:!?)]+$/u, "");
  const isMixed = /\d/u.test(value) && /\p{L}/u.test(value);
  return (
    isOdd(found) &&
    isMixed &&
    (/[!@#$%^&*+=~?§]/u.test(found.slice(0, -1)) || /\p{Ll}\d*\p{Lu}.*\d|\d.*\p{Lu}.*\p{Ll}/u.test(value)) &&
    !/^\S+@\S+\.\S+$|^[\w./-]+[?=]|^#\d|:\/\//u.test(value)
  );
};

const PRIVATE_KEY: Pattern = {
  kind: "PRIVATE_KEY",
  regex:
    /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,.\\-]{0,10000}?-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|(?:\s{1,4}[A-Za-z0-9+/=]{16,}){0,200})/g,
};

/** `scheme://user:password@host/…`: nobody but the web's own schemes is a link. */
const CONNECTION: Pattern = {
  kind: "CONNECTION",
  regex:
    /\b(?!https?:)[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>]{0,100}:[^\s/@"'<>]{1,200}@[^\s"'<>`)\]}|]{1,300}/gi,
  accepts: (found) => isReal(/:\/\/[^:]*:([^@]*)@/.exec(found)?.[1] ?? ""),
};

/** Drivers' own form: the password is one of its parameters. */
const PARAMETERS: Pattern = {
  kind: "CONNECTION",
  regex:
    /\bjdbc:[a-z][a-z0-9]{1,20}:[^\s"'<>`]{3,200}?[?&;](?:password|passwd|pwd)=([^\s"'<>`&;]{2,100})[^\s"'<>`)\]}]{0,200}/gi,
  accepts: (found) => isReal(/(?:password|passwd|pwd)=([^&;]*)/i.exec(found)?.[1] ?? ""),
};

const TOKENS: readonly Pattern[] = [
  { kind: "TOKEN", regex: /\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{0,2000})?/g },
  {
    kind: "API_KEY",
    regex:
      /\b(?:(?:AKIA|ASIA|AGPA|AROA|ABIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}|gl(?:pat|dt|rt|ptt|cbt|soat|ft)-[\w-]{20,64}|xox[abeprs]-[\w-]{10,250}|xapp-[\w-]{20,250}|sk-(?:ant-|proj-|svcacct-|or-)?[\w-]{20,250}|AIza[\w-]{30,40}|ya29\.[\w-]{20,250}|GOCSPX-[\w-]{20,40}|ATATT3x[\w=-]{20,300}|ATCTT3x[\w=-]{20,300}|ATBB[A-Za-z0-9]{20,60}|npm_[A-Za-z0-9]{36}|(?:sk|rk|pk|whsec|whk|rpa)_(?:live_|test_|FAKE_)?[A-Za-z0-9]{16,250}|SG\.[\w-]{16,64}\.[\w-]{16,64}|SK[0-9a-f]{32}|(?:live|test)_[A-Za-z0-9]{24,60}|hf_[A-Za-z0-9]{30,64}|dop_v1_[a-f0-9]{64}|pypi-[\w-]{40,250}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|key-[0-9a-f]{32}|lin_api_[A-Za-z0-9]{32,60}|dckr_pat_[\w-]{20,60}|figd_[\w-]{30,60}|sq0(?:atp|csp)-[\w-]{20,60}|hvs\.[\w-]{20,120}|glsa_[\w-]{30,60}|nvapi-[\w-]{40,80}|xkeysib-[\w-]{40,120}|rubygems_[0-9a-f]{40,60}|eyJr[\w=-]{40,400})(?![A-Za-z0-9])/g,
    accepts: isReal,
  },
  { kind: "API_KEY", regex: /(?<![\w:])\d{8,10}:[A-Za-z0-9_-]{35}(?![\w-])/g },
  {
    kind: "API_KEY",
    regex:
      /\b(?:AKIA|ASIA)[A-Z0-9]{16}["']?(?:[\s,/:;|]{1,12}|[^\n]{1,30}?\s)["'`]?((?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g,
    group: 1,
  },
  {
    kind: "TOKEN",
    regex: /\b(?:bearer|basic(?: auth)?|jwt)\s{1,3}([A-Za-z0-9._~+/-]{12,4000}={0,2})/gi,
    group: 1,
    accepts: (found) => isReal(found) && (/\d/.test(found) || found.length > 30 || found.endsWith("=")),
  },
  {
    kind: "API_KEY",
    regex: /\b(?:AccountKey|SharedAccessKey|sig)=([A-Za-z0-9+/%]{30,200}={0,2})/g,
    group: 1,
  },
  {
    kind: "TOKEN",
    regex: /\b(?:set-)?cookie["']?\s*:\s*[^\n=]{1,60}=([^;\s"']{12,2000})/gi,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "TOKEN",
    regex:
      /\bcookie["']?\s*:\s*[^\n]{0,200}?\b[\w.-]{0,20}(?:sess(?:ion)?(?:[_-]?id)?|sid|token|auth|jwt)[\w.-]{0,10}=([^;\s"']{8,2000})/gi,
    group: 1,
    accepts: isReal,
  },
  { kind: "PASSWORD", regex: /\$(?:2[abxy]|argon2(?:id|i|d)|apr1|y|6|5|1)\$[A-Za-z0-9./$=,+]{20,200}/g },
];

const ASSIGNED: readonly Pattern[] = [
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![A-Za-z0-9])[\\w.-]{0,30}${PASSWORD}[\\w-]{0,12}${ASSIGN}["'\`“]([^"'\`”\\n]{2,200})["'\`”]`,
      "gi",
    ),
    group: 1,
    accepts: isReal,
  },
  // Followed by more words, plain letters after a colon are a sentence: "Password: reset link does nothing".
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![A-Za-z0-9])(?:[\\w.-]{0,30}_|PG|SSH|DB|MYSQL|REDIS|SMTP|FTP|LDAP)?${PASSWORD}(?:[_-]?(?:hash|digest|enc))?${ASSIGN}(?!["'\`“])((?=\\S*[^\\p{L}\\s.,;])[^\\s,;"'<]{3,200}|[A-Za-z]{3,200}(?=\\s*(?:$|[\\n,;]))|(?<=[=:])[^\\s,;"'<]{3,200})`,
      "gimu",
    ),
    group: 1,
    accepts: (found) => isReal(found) && !/^https?:/i.test(found),
  },
  {
    kind: "SECRET",
    regex: new RegExp(
      `(?<![A-Za-z0-9])[\\w.-]{0,30}${KEY}(?![_-]?id)[\\w-]{0,8}${ASSIGN}["'\`“]?((?=[^\\s"',;]*[\\d!@#$%^&*])[^\\s"'\`”,;<>]{8,500})`,
      "gi",
    ),
    group: 1,
    accepts: (found) => isReal(found) && !/^https?:/i.test(found),
  },
  {
    kind: "PASSWORD",
    regex: /(?:^|\s)(?:sshpass\s+-p|--password[= ]|-p)\s*(['"]?)([^\s'"]{6,100})\1/gim,
    group: 2,
    accepts: isOdd,
  },
  {
    kind: "PASSWORD",
    regex: /(?:^|\s)(?:curl\s[^\n]{0,80})?(?:-u|--user)\s+["']?[\w.@-]{1,60}:([^\s"']{4,100})/gim,
    group: 1,
    accepts: isReal,
  },
];

/** Settings of programs and devices that name what opens them without a sign between. */
const SETTINGS: readonly Pattern[] = [
  {
    kind: "PASSWORD",
    regex:
      /^\s*(?:snmp-server community|enable (?:password|secret)(?: \d)?|username \S{1,40} (?:privilege \d+ )?(?:password|secret)(?: \d)?|requirepass|masterauth|tacacs-server key(?: \d)?|radius-server key(?: \d)?|machine \S{1,80} login \S{1,60} password|wpa-psk)\s+["']?([^\s"']{4,100})/gimu,
    group: 1,
    accepts: isReal,
  },
];

const MARKED: readonly Pattern[] = [
  {
    kind: "PASSWORD",
    regex: /\bauth\s{0,2}=\s{0,2}\(\s{0,2}["'][^"'\n]{1,60}["']\s{0,2},\s{0,2}["']([^"'\n]{4,100})["']/gi,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "PASSWORD",
    regex:
      /<(?:\w{0,20}(?:password|passwd|pwd|passwort|secret|token|apikey|api-key|senha|clave|haslo))>([^<\n]{3,200})<\//gi,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "PASSWORD",
    regex: /identified (?:with \w{1,30} )?by\s+['"]([^'"\n]{3,100})['"]/gi,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "TOKEN",
    regex:
      /authorization["']?\s*[:=]\s*["']?(?:apikey|token|key|digest|negotiate|aws4-hmac-sha256)\s+([^\s"']{8,2000})/gi,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "TOKEN",
    regex: /(?<![\w-])x-[\w-]{0,30}(?:key|token|secret|auth|signature)["']?\s*:\s*["']?([^\s"',;]{8,500})/gi,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "API_KEY",
    regex: /(?:secret[_ ]?(?:access[_ ]?)?key|aws_secret\w*)["']?\s*[:=]\s*["']?([A-Za-z0-9/+=]{30,80})/gi,
    group: 1,
  },
  {
    kind: "RECOVERY_CODE",
    regex:
      /(?:recovery|backup|wiederherstellungs|rettungs|récupération|recuperación|recuperação|recupero|zapasow)[^\n:]{0,25}(?:codes?|code|código|codice|kod)[^\n:]{0,15}[:：]?\s{0,3}((?=[A-Z0-9-]*\d)[A-Z0-9]{4,8}(?:-[A-Z0-9]{4,8}){1,5})/giu,
    group: 1,
  },
];

const SAYS =
  "(?:(?:is|was|ist|war|est|es|foi|fue)(?! (?:changed|set|reset|geändert|gesetzt|cambi|chang|modifi|alter|mud|troc))|lautet|est|c'est|étai?t|es|era|é|è|eh|to|är|är:|=|は|が|:|：|still|jetzt|now|ab jetzt|heißt|oli|on|steht|stehen|(?:(?:was|is|has been|got|wurde|ist|a été|fue|ha sido|foi|è stat[ao]) )?(?:changed|set|reset|geändert|gesetzt|cambi\\w{1,6}|chang\\w{1,5}|modifi\\w{1,4}|alter\\w{1,6}|mud\\w{1,5}|troc\\w{1,5}|zmien\\w{1,6}) (?:it )?(?:to|auf|zu|a|por|en|à|para|in|na))(?![\\p{Script=Latin}])";
/** What is said of passwords in quotation marks, and is none. */
const STATES =
  /^(?:required|wrong|expired|invalid|valid|incorrect|correct|missing|empty|reset|weak|strong|short|long|changed|unchanged|locked|blank|disabled|enabled|abgelaufen|falsch|ungültig|leer|vergessen|expir[ée]e?|invalide|incorrecto?|obligatoire|caducada|inv[áa]lida|incorreta|expirada|obrigat[óo]ri[oa])$/iu;
const PROSE: readonly Pattern[] = [
  // A plain word is one where it is quoted.
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])${PASSWORD}[^\\n.!?"“„«]{0,40}?(?<![\\p{L}])${SAYS}\\s{0,2}["'“„«\`]([^\\s"'”“»\`]{4,60})["'”“»\`]`,
      "giu",
    ),
    group: 1,
    accepts: (found) => isReal(found) && !STATES.test(found),
  },
  // Codes of doors and safes.
  {
    kind: "PIN",
    regex:
      /(?<![\p{L}])(?:(?:door|gate|entry|access|alarm|safe|lock|lift|elevator|keypad)[ -]?(?:code|pin)|t[üu]r-?code|alarmcode|safe-?code|code d'(?:entr[ée]e|acc[èe]s)|digicode|c[óo]digo de (?:la )?(?:puerta|acceso|alarma|entrada)|c[óo]digo d[ao] (?:porta|alarme|cofre|port[ãa]o)|codice (?:della )?porta|toegangscode|kod do (?:drzwi|bramy)|暗証番号)[^\n\d]{0,25}?([A-Z]?\d{4,8}[#*A-Z]?)(?!\d)/giu,
    group: 1,
  },
  // Several words that are one secret.
  {
    kind: "PASSWORD",
    regex:
      /(?:pass ?phrase|seed phrase|recovery phrase|mnemonic(?: phrase)?|seed words|wiederherstellungsphrase|passphrase|phrase (?:secr[èe]te|de r[ée]cup[ée]ration)|frase (?:semilla|secreta|de recuperaci[óo]n)|frase (?:secreta|de recupera[çc][ãa]o))\s{0,2}(?:is|ist|est|es|é|[:：=])\s{0,3}["'“„«]?((?:\p{Ll}{2,12}[ -]){3,23}\p{Ll}{2,12})/giu,
    group: 1,
  },
  {
    kind: "PASSWORD",
    regex:
      /(?:security answer|secret answer|answer to (?:the|my|her|his) security question|sicherheitsantwort|antwort auf die sicherheitsfrage|r[ée]ponse secr[èe]te|respuesta (?:secreta|de seguridad)|resposta (?:secreta|de seguran[çc]a)|秘密の(?:答え|質問の答え))\s{0,2}(?:is|was|ist|war|lautet|est|es|era|é|は|[:：=])\s{0,3}["'“„«「]?([^\s"'”“»」,;.。]{3,40})/giu,
    group: 1,
    accepts: isReal,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])${PASSWORD}[^\\n.!?:：]{0,40}[:：]\\s{0,2}["'“„«\`]?([^\\s"'”“»\`]{5,100})`,
      "giu",
    ),
    group: 1,
    // "The key is in the repository:" and then a setting by its name.
    accepts: (found, text, at) => isOdd(found) && !/^\s*[=:]/u.test(text.slice(at + found.length)),
  },
  {
    kind: "PASSWORD",
    regex:
      /(?<![\p{L}])(?:login|log-in|zugang(?:sdaten)?|credentials?|creds|identifiants?|credenciales|credenciais|credenziali|dane logowania|inloggegevens|inloggningsuppgifter|access|acceso|accès|acesso|accesso|dostęp|user(?:name)?(?!-?agent)|benutzer|usuario|utilisateur|utente|usuário)\s?[:=]?\s{0,2}["'`]?[^\s"'`:=/|,;]{2,40}["'`]?\s?[/|,;:]\s?["'`]?([^\s"'`]{6,60})/giu,
    group: 1,
    accepts: (found) => isOdd(found) && /\d/.test(found) && /[^\w]|[A-Z]/.test(found.slice(0, -1)),
  },
  {
    kind: "PIN",
    regex:
      /(?<![\p{L}])(?:PIN|PIN-?[Cc]ode|Code PIN|pin code)\s{0,2}(?:is|ist|est|es|é|è|[:：=])\s{0,2}(\d{4,8})(?!\d)/gu,
    group: 1,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(`(?<![\\p{L}\\p{N}])${PASSWORD}\\s{1,2}["'“„«\`(]?([^\\s"'”“»\`)]{6,100})`, "giu"),
    group: 1,
    accepts: isOdd,
  },
  {
    kind: "PASSWORD",
    regex: /(?:パスワード|暗証番号)[^\n]{0,12}?(?:は|が|：|:)\s?[「"]?([^\s」"、。]{4,100})/gu,
    group: 1,
    accepts: (found, text, at) => (text.charAt(at - 1) === "「" ? isReal(found) : isOdd(found)),
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])${PASSWORD}[^\\n.!?"“„«]{0,60}?(?<![\\p{L}])${SAYS}\\s{0,2}["'“„«\`]?([^\\s"'”“»\`]{4,100})`,
      "giu",
    ),
    group: 1,
    accepts: isOdd,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])${PASSWORD}[^\\n"“„«]{0,40}["“„«\`]([^\\s"”“»\`]{5,100})["”“»\`]`,
      "giu",
    ),
    group: 1,
    accepts: isOdd,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:log ?in|user(?:name)?|utente|usuario|benutzer|utilisateur)[^\\n]{1,60}?(?:,|/|;|\\s)\\s*${PASSWORD}\\s*[:=]?\\s+["'“]?([^\\s"'”]{4,100})`,
      "giu",
    ),
    group: 1,
    accepts: isOdd,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${PASSWORD})[^\\n]{0,60}?;[^\\n]{0,40}?\\s(?:es|is|ist|est|é|è)\\s+["'“]?([^\\s"'”]{5,100})`,
      "giu",
    ),
    group: 1,
    accepts: isOdd,
  },
  // "The password was put back to …", "das Kennwort wurde auf … zurückgesetzt"
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])${PASSWORD}[^\\n.!?:：]{0,50}?\\s(?:to|auf|zu|à|a|en|em|para|na|naar|till|til)\\s{1,2}["'“„«\`]?([^\\s"'”“»\`]{5,100})`,
      "giu",
    ),
    group: 1,
    accepts: isStrong,
  },
  {
    kind: "PASSWORD",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])${PASSWORD}[^\\n.!?:：]{1,40}?\\s["'“„«\`(]?([^\\s"'”“»\`)]{6,100})`,
      "giu",
    ),
    group: 1,
    accepts: isStrong,
  },
  {
    kind: "SECRET",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}_])${KEY}[^\\n:=：/]{0,30}?\\s["'“\`(]?((?=[\\w+-]*\\d)(?=[\\w+-]*[A-Za-z])[\\w+-]{24,300}={0,2})(?![\\w.])`,
      "giu",
    ),
    group: 1,
    // An id, or what a commit is called, opens nothing.
    accepts: (found, text, at) =>
      isReal(found) &&
      !/^[0-9a-f]{8}-[0-9a-f]{4}-/iu.test(found) &&
      !/(?:commit|sha\d*|hash|checksum|id|digest|fingerprint)[\s:]{0,3}$/iu.test(text.slice(0, at)),
  },
  { kind: "SECRET", regex: /\botpauth:\/\/[^\s"'<>]{0,200}[?&]secret=([A-Z2-7]{12,})/giu, group: 1 },
  // Said of whose it is and where it lay: "Vercel token in the wiki: …"
  {
    kind: "SECRET",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}_])(?:[\\p{L}\\p{N}]{2,20}-)?${KEY}[^\\n:=：]{0,40}[:=：]\\s{0,3}["'“\`]?((?=[\\w+/-]*\\d)(?=[\\w+/-]*[a-z])(?=[\\w+/-]*[A-Z])[\\w+/-]{20,300}={0,2})(?![\\w.])`,
      "gu",
    ),
    group: 1,
    accepts: isReal,
  },
  {
    kind: "SECRET",
    regex: new RegExp(
      `(?<![\\p{L}\\p{N}])${KEY}\\s+${SAYS}\\s+["'“\`]?((?=\\S*\\d)[^\\s"'”\`]{10,300})`,
      "giu",
    ),
    group: 1,
    accepts: isOdd,
  },
];

/** The sign that ends a sentence is no part of what stands before it. */
function withoutEnd(text: string, one: PersonalDataFinding): PersonalDataFinding {
  const value = text.slice(one.start, one.end);
  const cut = /(?:[.,;:)\]}]+|[。、」）]+.*)$/u.exec(value);
  return cut === null || one.kind === "PRIVATE_KEY" ? one : { ...one, end: one.end - cut[0].length };
}

const CODES_FOLLOW =
  /(?:recovery|backup|one[- ]time|scratch|wiederherstellungs|rettungs|einmal|récupération|secours|recuperación|recuperação|recupero|zapasow)[^\n]{0,80}[:：]\s*$/iu;
const CODE =
  /^[\s*•\d.)-]{0,5}?((?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z0-9])[a-z0-9]{4,10}(?:[- ][a-z0-9]{4,10}){0,3})\s*$/iu;
const MOST_CODES = 20;

/** Recovery codes, each on a line of its own. */
function findCodes(text: string): PersonalDataFinding[] {
  const found: PersonalDataFinding[] = [];
  let [start, left] = [0, 0];
  for (const line of text.split("\n")) {
    const code = left > 0 ? CODE.exec(line.slice(0, 80))?.[1] : undefined;
    if (code !== undefined) {
      const at = start + line.indexOf(code);
      found.push({ start: at, end: at + code.length, type: "secret", kind: "RECOVERY_CODE" });
    }
    left = CODES_FOLLOW.test(line.slice(-160))
      ? MOST_CODES
      : code === undefined && line.trim() !== ""
        ? 0
        : left - 1;
    start += line.length + 1;
  }
  return found;
}

/** Keys, tokens, passwords and whatever else opens something. */
export function findSecrets(text: string): PersonalDataFinding[] {
  const found = findPatterns(text, "secret", [
    PRIVATE_KEY,
    CONNECTION,
    PARAMETERS,
    ...TOKENS,
    ...ASSIGNED,
    ...SETTINGS,
    ...MARKED,
    ...PROSE,
  ]);
  return [
    ...found.map((one) => withoutEnd(text, one)).filter(({ start, end }) => end - start >= 3),
    ...findCodes(text),
  ];
}

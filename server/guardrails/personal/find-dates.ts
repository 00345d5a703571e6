import { anyCase } from "./any-case.ts";
import { findPatterns, type Pattern, type PersonalDataFinding } from "./finding.ts";

const MONTH =
  "(?:jan(?:uary|uari?|vier|eiro)?|feb(?:ruary|ruar|rero|braio)?|februari|f[ée]v(?:rier|ereiro)?|maart|m[aä]r(?:ch|z|s|zo|ço|zec)?|marca|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|kwietnia|ma[yi]o?|mei|maj|maggio|maja|jun[ei]?|juni?o?|juin|junho|giugno|czerwca|jul[yi]?|julio|juillet|julho|luglio|lipca|aug(?:ust)?|ao[uû]t|agosto|sierpnia|sep(?:t(?:ember|iembre|embre)?)?|setembro|settembre|wrze[śs]nia|o[ck]t(?:ober|ubre|obre)?|outubro|ottobre|października|nov(?:ember|iembre|embre|embro)?|listopada|de[cz](?:ember|iembre|embre|embro)?|d[ée]c(?:embre)?|dicembre|grudnia|stycznia|lutego|gennaio|enero)";
const DATE = `(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}\\. ?\\d{1,2}\\. ?\\d{2,4}|\\d{1,2}[-/]\\d{1,2}[-/]\\d{2,4}|\\d{1,2}(?:st|nd|rd|th|er|\\.|º)? (?:de |of )?${MONTH}\\.?,? (?:de )?\\d{4}|${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{4}年\\d{1,2}月\\d{1,2}日|(?:昭和|平成|令和|大正)\\d{1,2}年\\d{1,2}月\\d{1,2}日|\\d{1,2}[-. ]${MONTH}[-. ]\\d{2,4}|\\d{8}(?!\\d))`;
const CUE = `(?:${[
  // Birth
  "born(?: on)?|birth[_ ]?da(?:y|te)|date[_ ]?of[_ ]?birth|dob|d\\.o\\.b\\.?|bday|geb(?:oren|\\.|urtsdatum|urtstag|\\.-?dat(?:um|\\.)?)?(?: am)?|née?(?: le)?|date[_ ]?(?:de )?naissance|naissance",
  "nacid[oa](?: el)?|f(?:echa|\\.)?[_ ]?(?:de )?nac(?:imiento|\\.)?|nascid[oa](?: em| a)?|(?:data[_ ](?:de )?)?nascimento|d\\.n\\.|dt\\.? nasc\\.?|nat[oa](?: il)?|data[_ ](?:di )?nascita|n\\.|ur(?:\\.|odzon[ya])(?: dnia)?|data[_ ]urodzenia|geboorte(?:datum)?|geboren(?: am| op)?|生年月日|誕生日|born",
  // Joining and leaving
  "(?:employee|member|with us|on board) since|(?:mitarbeiter(?:in)?|bei uns|angestellt|probezeit) (?:seit|ab)|(?:maternity|parental|unpaid) leave from|elternzeit (?:ab|vom|bis)|mutterschutz (?:ab|bis)|en congé(?: maladie| maternité| parental)? (?:depuis le|du|jusqu'au)|joined(?: us)?(?: on)?|joins(?: us)?(?: on)?|join(?:ing)?[_ ]date|hired?(?:[_ ]date)?(?: on)?|start(?:ing)?[_ ]date|starts? (?:work )?on|first day|last (?:working )?day|leaves?(?: us)?(?: on)?|leaving(?: us)?(?: on)?|left(?: us)?(?: on)?|absent since|exit[_ ]date|termination[_ ]date|resigned on|retires? on",
  "eintritt(?:sdatum)?(?: am| zum)?|austritt(?:sdatum)?(?: am| zum)?|ist seit(?: dem)?|seit dem|angestellt seit|eingestellt am|beginnt am|arbeitet seit|letzter (?:arbeits)?tag|scheidet (?:zum|am)|gekündigt zum|zatrudnion[ya] od|pracuje od|ostatni dzień|começou (?:a|em)|admitid[oa] (?:a|em)|desligad[oa] em|embauch[ée]e?(?: le)?|entrée?(?: le)?|arrivée?(?: le)?|départ(?: le)?|quitte (?:l'entreprise|la société|nous) le|fecha[_ ]de (?:alta|ingreso|baja|salida)|alta(?: el)?|se incorpor[aó](?: el)?|ingres[óao](?: el)?|contratad[oa] (?:el|em)|assunt[oa] (?:il|dal)|dimess[oa] il|data[_ ](?:de admiss[ãa]o|assunzione|zatrudnienia)|入社日?|退社日?|退職日?|入社|退職|着任日",
  // Illness, admission, death
  "sick(?: leave)?(?: since| from| until)?|off sick (?:since|from|until)|on (?:medical|parental|maternity|sick) leave (?:since|from|until)|krank(?:geschrieben|gemeldet)?(?: seit| ab| bis| vom)?(?: zum| dem)?|arbeitsunfähig (?:seit|bis|ab)|en arrêt(?: maladie)?(?: depuis| jusqu'au| du)?(?: le)?|arrêt maladie (?:du|depuis|jusqu'au)|de baja(?: médica)? (?:desde|hasta)(?: el)?|de atestado(?: médico)? (?:desde|até)|afastad[oa] (?:desde|até)|in malattia (?:dal|fino al)|na zwolnieniu (?:od|do)|L4 (?:od|do)|admitted(?: on)?|admission(?:[_ ]date)?|discharged(?: on)?|aufnahme(?:datum)?(?: am)?|aufgenommen am|entlassen am|entlassung(?:sdatum)?|hospitalisée?(?: le| depuis le)?|internad[oa] (?:em|el|desde)|ricoverat[oa] (?:il|dal)|przyjęt[ya](?: dnia)?|admiss[ãa]o|died(?: on)?|deceased(?: on)?|date[_ ]of[_ ]death|verstorben(?: am)?|gestorben(?: am)?|décédée?(?: le)?|fallecid[oa](?: el)?|falecid[oa](?: em)?|decedut[oa] il|zm\\.|zmarł[a]?|入院日?|退院日?|死亡日|休職",
].join("|")})`;

/** A day without its year, where only the cue makes it one of somebody's life. */
const SHORT = `(?:\\d{1,2}(?:st|nd|rd|th|er|º)? (?:de |of )?${MONTH}(?![\\p{L}])|${MONTH} \\d{1,2}(?:st|nd|rd|th)?(?!\\d)|\\d{1,2}\\.\\d{1,2}\\.(?!\\d)|\\d{1,2}/\\d{1,2}(?![\\d/])|\\d{1,2}月\\d{1,2}日)`;
const DAY = `(?:${DATE}|${SHORT})`;
const TILL =
  "(?:to|until|till|through|bis(?: zum)?|au|jusqu'au|al|hasta(?: el)?|a|até|fino al|do|t/m|–|-|〜|から)";
/** Cues that may stand some words before their day. */
const FAR: readonly (readonly [cue: string, reach: number])[] = [
  [
    "born|geboren|née?|nacid[oa]|nascid[oa]|nat[oa] (?:il|a)|urodzon[ya]|geb\\.|date of birth|geburtstag|birthday|cumpleaños|aniversário|anniversaire",
    25,
  ],
  [
    "passed away|died|death of|verstorben|gestorben|tod (?:von|meine[rs])|décès de|décédée?|fallecimiento|fallecid[oa]|falleció|falecimento|falecid[oa]|faleceu|decesso|decedut[oa]|mancat[oa]|zmarł[ay]?|overleden|逝去|死去",
    60,
  ],
  [
    "(?:off )?sick|sick leave|medical leave|maternity leave|parental leave|krankgeschrieben|krankgemeldet|arbeitsunfähig|elternzeit|mutterschutz|arrêt (?:maladie|de travail)|congé (?:maladie|maternité|parental)|baja (?:médica|por enfermedad|maternal|paternal)|atestado médico|licença (?:médica|maternidade)|in malattia|congedo|zwolnieni[ue]|ziekgemeld|ziek|sjukskriven|病欠|休職|育休|産休",
    25,
  ],
];

/** Days behind such a cue, the end of a span of days as well; or right before it. */
function findNearCues(text: string): PersonalDataFinding[] {
  return FAR_PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) =>
      [...match[0].matchAll(ANY_DAY)].map(({ index, 0: day }) => {
        const start = match.index + index;
        return { start, end: start + day.length, type: "date" as const, kind: "DATE" };
      }),
    ),
  );
}

const ANY_DAY = new RegExp(`(?<!\\d)${DAY}`, "giu");
const FAR_PATTERNS = FAR.flatMap(([cue, reach]) => [
  new RegExp(
    `(?<![\\p{L}])(?:${cue})[^\\d\\n.!?]{0,${reach}}(?<!\\d)${DAY}(?:\\s?${TILL}\\s?(?:le |el |o )?${DAY})?`,
    "giu",
  ),
  new RegExp(
    `(?<!\\d)${DAY}(?:\\s?${TILL}\\s?${DAY})?,?\\s{0,2}(?:is|ist|est|es|é|è)?\\s{0,2}(?:${cue})`,
    "giu",
  ),
]);

const DATES: readonly Pattern[] = [
  {
    kind: "DATE",
    regex: new RegExp(
      `(?<![\\p{L}])${CUE}(?: (?:of|des|der|du|de|della|do|da|in|à|en|a|em|w|zu) [^\\n:\\d]{1,30}?)?["'*_|\\])]{0,3}\\s{0,2}(?:[:：=|>(]{0,2}|は|(?:is|ist|est|es|é|è|was|war)\\s)\\s{0,3}["'*_|]{0,3}(?:(?:the|den|am|le|el|il|o|on|dem) )?(?:\\p{L}{3,10}(?:day|tag|di|woch|feira),? )?(${DATE})`,
      "giu",
    ),
    group: 1,
  },
  { kind: "DATE", regex: new RegExp(`(?:^|[\\s,(])\\*\\s?(\\d{1,2}\\.\\d{1,2}\\.\\d{4})`, "gu"), group: 1 },
  {
    kind: "DATE",
    regex: new RegExp(
      `(${DATE})(?=\\s?(?:geboren|geb\\.|生まれ|生(?![産成活])|born(?![\\p{L}])|出生))`,
      "giu",
    ),
    group: 1,
  },
  {
    kind: "DATE",
    regex: new RegExp(
      `(${DATE})(?=(?: (?:bis|to|au|al|a|do) (?:zum )?${DATE})? (?:krankgeschrieben|arbeitsunfähig|krank(?![\\p{L}])|en arrêt|de baja|de atestado|in malattia|on sick leave|off sick))`,
      "giu",
    ),
    group: 1,
  },
  {
    kind: "DATE",
    regex: new RegExp(`(${DATE})(?=に?(?:入院|退院|入社|退社|退職|死亡|死去|逝去))`, "gu"),
    group: 1,
  },
  // Behind a name in brackets, and in a patient's record.
  {
    kind: "DATE",
    regex: new RegExp(`[\\p{Script=Han}]{1,4}[ \\u3000][\\p{Script=Han}]{1,4}[（(](${DATE})`, "gu"),
    group: 1,
  },
  { kind: "DATE", regex: /PID\|[^\n]{0,80}?\|\|((?:19|20)\d{6})(?!\d)/gu, group: 1 },
];

/** Plates as countries write them, where the line speaks of a vehicle. */
const PLATE =
  "(?:[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[ -]?\\d{1,4}[EH]?|[A-Z]{2}\\d{2} ?[A-Z]{3}|[A-Z]{2}-\\d{3}-[A-Z]{2}|[A-Z]{2} ?\\d{3} ?[A-Z]{2}|[A-Z]{3}-?\\d[A-Z\\d]\\d{2}|\\d{4} ?[BCDFGHJKLMNPRSTVWXYZ]{3}|\\d{2}-[A-Z]{2}-\\d{2}|[A-Z]{2}-\\d{2}-[A-Z]{2}|[A-Z]{2,3} ?\\d{4,5}[A-Z]?|\\d[A-Z]{3}\\d{3}|[A-Z]{3} ?\\d{3,4})";
const VEHICLE =
  "(?:car|cars|vehicle|van|truck|lorry|motorbike|motorcycle|taxi|parking|parked|auto|pkw|lkw|wagen|fahrzeug|dienstwagen|motorrad|parkplatz|parkt|geparkt|voiture|vehicule|véhicule|camion|moto|garee?|garée?|coche|vehículo|vehiculo|camión|aparcad[oa]|estacionad[oa]|carro|veículo|veiculo|macchina|automobile|parcheggiat[oa]|furgone|samochód|samochod|pojazd|voertuig|bil|bilen)";

const OTHER: readonly Pattern[] = [
  {
    kind: "PLATE",
    regex: new RegExp(
      `(?<![\\p{L}])${anyCase(VEHICLE)}(?![\\p{L}])[^\\n]{0,40}?(?<![A-Za-z\\d-])(${PLATE})(?![A-Za-z\\d-])`,
      "gu",
    ),
    group: 1,
  },
  {
    kind: "PLATE",
    regex: new RegExp(
      `(?<![A-Za-z\\d-])(${PLATE})(?![A-Za-z\\d-])[^\\n]{0,25}?(?<![\\p{L}])${anyCase(VEHICLE)}(?![\\p{L}])`,
      "gu",
    ),
    group: 1,
  },
  {
    kind: "INSURANCE",
    regex:
      /(?:insurance(?: (?:id|policy|member|card))?(?: (?:number|no\.?|id|#))?|member(?:ship)? id|policy (?:number|no\.?)|krankenkasse|gesundheitskarte|egk|kvnr|versicherungs(?:nummer|-?nr\.?)|assurance maladie|mutuelle|carte vitale|seguro m[ée]dico|p[óo]liza|carteirinha|plano de sa[úu]de|conv[êe]nio|tessera|polisnummer|zorgverzekering|被保険者(?:番号)?|保険者番号)["']?[^\n\d:：]{0,20}?(?:is|ist|[:：=#])?\s{0,3}["']?((?=[A-Z\d]*\d{5})[A-Z]{0,4}\d[A-Z\d]{6,15})(?![A-Za-z\d])/giu,
    group: 1,
    accepts: (found) => /\d{6}|^[A-Z]\d{9}$/u.test(found),
  },
  {
    kind: "PASSPORT",
    regex:
      /(?:driv(?:er'?s?|ing) licen[cs]e|f[üu]hrerschein(?:nummer|-?nr\.?)?|permis de conduire|permiso de conducir|carnet de conducir|cnh|patente(?: di guida)?|rijbewijs|prawo jazdy|運転免許証?(?:番号)?|免許証番号)["']?\s{0,2}(?:number|no\.?|nr\.?|n[°º.]{0,2})?\s{0,2}(?:is|ist|[:：=#])?\s{0,3}["']?((?=[A-Z0-9]*\d{4})[A-Z0-9]{7,16})(?![A-Za-z0-9])/giu,
    group: 1,
  },
  {
    kind: "PLATE",
    regex: /(?:matr[íi]cula|placa)[^\n\d]{0,15}(\d{4} ?-?[BCDFGHJKLMNPRSTVWXYZ]{3})(?![A-Za-z0-9])/giu,
    group: 1,
  },
  {
    kind: "PLATE",
    regex:
      /(?:車両|車の|ナンバー|車番)[^\n\d]{0,12}?([\p{Script=Han}]{2,4} ?\d{2,3} ?\p{Script=Hiragana} ?(?:\d{2}-\d{2}|[・\d]{2,4}))/gu,
    group: 1,
  },
  {
    kind: "PLATE",
    regex:
      /(?:plate(?:s| number)?|number plate|registration|reg\.? no\.?|kennzeichen|nummernschild|plaque(?: d'immatriculation)?|immatricul(?:ation|ée?)|matr[íi]cula|placa|targa|rejestracj[ai]|numer rejestracyjny|kenteken|ナンバー)[^\n\d]{0,12}?(?:is|ist|est|es|é|è|:|：|=)?\s{0,2}((?=[A-Z0-9 ·-]{0,12}\d)(?:[A-ZÄÖÜ]{1,3}[ ·-]?[A-Z0-9]{1,4}(?:[ ·-]?[A-Z0-9]{1,4}){0,2}))(?![A-Za-z0-9])/gu,
    group: 1,
    accepts: (found) => found.replaceAll(/[^A-Z0-9]/gu, "").length >= 5,
  },
  {
    kind: "PLATE",
    regex:
      /(?:[Kk]ennzeichen|[Pp]late|[Tt]arga|[Mm]atr[íi]cula|[Pp]laca|[Ii]mmatriculation)[^\n\d]{0,20}?\s((?=[A-Z0-9 ·-]{0,12}\d)(?:[A-ZÄÖÜ]{1,3}[ ·-]?[A-Z0-9]{1,4}(?:[ ·-]?[A-Z0-9]{1,4}){0,2}))(?![A-Za-z0-9])/gu,
    group: 1,
    accepts: (found) => found.replaceAll(/[^A-Z0-9]/gu, "").length >= 5,
  },
  {
    kind: "INSURANCE",
    regex:
      /(?:versichertennummer|versicherten-?nr\.?|krankenversicherten\w*|health insurance (?:number|id|no\.?)|medicare(?: (?:number|no\.?|id))?|tarjeta sanitaria|num[ée]ro d'assur[ée]|tessera sanitaria|cartão sus|保険証番号|記号番号)\s{0,2}(?:is|ist|[:：=#])?\s{0,3}((?=[A-Z\d -]*\d{2})[A-Z\d](?:[ -]?[A-Z\d]){6,17})(?![A-Za-z\d])/giu,
    group: 1,
  },
  {
    kind: "PASSPORT",
    regex:
      /(?:passport|reisepass|passeport|pasaporte|passaport[eo]|paszportu?|paspoort|旅券|パスポート)(?:nummer|番号|[ _-]{0,2}(?:number|num|no|nr|n)(?![\p{L}])[.°º]{0,2}|[ _]n[°º])?["'*]{0,3}\s{0,2}(?:is|ist|est|es|é|è|[:：=#])?\s{0,3}["']?((?=[A-Z0-9]*\d{4})[A-Z0-9]{7,10})(?![A-Za-z0-9])/giu,
    group: 1,
  },
  {
    kind: "CVV",
    regex:
      /(?:cvv2?|cvc2?|cid|csc|security code|prüf(?:nummer|ziffer)|kartenprüfnummer|cryptogramme|código(?: de segurança| de seguridad)?|codice di sicurezza|kod cvv|セキュリティコード)\s{0,2}(?:is|ist|est|es|é|è|[:：=])?\s{0,3}(\d{3,4})(?!\d)/giu,
    group: 1,
    accepts: (_found, text) =>
      /(?<!\d)[2-6]\d{3}[ .-]?\d{4}[ .-]?\d{4}|cvv|cvc|karte|card|cart[ãa]o|tarjeta|carte|carta|カード/iu.test(
        text,
      ),
  },
];

/** Days in somebody's life, and other things that are one person's: plates, passports, insurance. */
export const findDates = (text: string): PersonalDataFinding[] => [
  ...findPatterns(text, "date", DATES),
  ...findNearCues(text),
  ...findPatterns(text, "other", OTHER),
];

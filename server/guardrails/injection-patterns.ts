export type InjectionKind =
  | "override"
  | "new-role"
  | "false-turn"
  | "false-border"
  | "reveal"
  | "false-consent"
  | "addressed"
  | "hidden-text"
  | "encoded";

type Pattern = { kind: InjectionKind; regex: RegExp };

const ORDERS =
  "(?:instructions?|prompts?|rules?|guidelines?|directions?|commands?|orders?|messages?|guardrails?|polic(?:y|ies))";
const EARLIER = "(?:previous|prior|above|earlier|preceding|existing|original|system|initial|foregoing|your)";

/**
 * Over a `PlainView`: lower case, without accents. Each asks for the words of an order to a machine, not for a topic,
 * since people do write about prompts and passwords in issues. Every gap is bounded, so time stays linear.
 */
export const PATTERNS: readonly Pattern[] = [
  {
    kind: "override",
    regex: new RegExp(
      `\\b(?:ignore|disregard|forget|override|bypass|skip|do not follow|don'?t follow|stop following)\\s+(?:(?:all|any|every|the|of|these|those|my|and)\\s+){0,4}${EARLIER}\\s+(?:[a-z]+\\s+){0,2}${ORDERS}\\b`,
      "g",
    ),
  },
  {
    kind: "override",
    regex:
      /\b(?:ignore|disregard|forget)\s+(?:everything|all|anything)\s+(?:(?:that\s+)?(?:was\s+|is\s+)?(?:written\s+|said\s+)?(?:above|before|previous(?:ly)?|prior)|you (?:were|have been) told)/g,
  },
  {
    kind: "override",
    regex:
      /\bignorier(?:e|en sie|t)?\s+(?:bitte\s+)?(?:alle\s+|die\s+|samtliche\s+)?(?:vorherigen|bisherigen|obigen|fruheren)\s+(?:anweisungen|regeln|befehle)/g,
  },
  {
    kind: "override",
    regex:
      /\bignor(?:e|ez|a|ar)\s+(?:toutes\s+)?(?:les|las|le|todas las|tutte le)\s+(?:instructions|instrucciones|istruzioni|consignes)\s+(?:precedentes|anteriores|precedenti)/g,
  },
  {
    kind: "override",
    regex: /\b(?:new|updated|real|actual)\s+(?:system\s+)?instructions?\s*(?::|follow|are)/g,
  },
  {
    kind: "new-role",
    regex:
      /\byou are (?:now|no longer) (?:an? |the )?(?:[a-z-]+ )?(?:ai|agent|assistant|bot|chatbot|dan|root|model|system|unrestricted|unfiltered|jailbroken|bound by|restricted by)\b/g,
  },
  {
    kind: "new-role",
    regex:
      /\b(?:pretend (?:to be|you are)|act as (?:if you|though you|an? (?:unrestricted|different|admin\w*|root|system))|from now on,? you (?:will|must|are|should)|enter (?:developer|debug|god|admin) mode|jailbreak(?:en)? mode)\b/g,
  },
  {
    kind: "false-turn",
    regex:
      /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)[^\n]{0,20}\|?>|\[\/?inst\]|<<\/?sys>>|<\/?(?:system|assistant)>/g,
  },
  {
    kind: "false-turn",
    regex:
      /(?:^|\n)[ #*>]{0,6}(?:system(?: prompt| message)?|assistant|developer)\**\s*:\**\s*(?:you\b|ignore\b|the (?:user|assistant)\b|always\b|never\b|from now\b|please\s+(?:approve|ignore))/g,
  },
  { kind: "false-border", regex: /<\s{0,3}\/?\s{0,3}untrusted\b[^>\n]{0,40}>?/g },
  {
    kind: "false-border",
    regex:
      /(?:^|\n)\W{0,10}(?:end|begin)\s+(?:of\s+)?(?:untrusted|user|issue|ticket|the)\s+(?:data|input|text|content|prompt)\b/g,
  },
  {
    kind: "reveal",
    regex:
      /\b(?:reveal|print|show|repeat|output|tell me|give me|leak|send)\s+(?:me\s+)?(?:all\s+)?(?:your|the|its)\s+(?:(?:full|entire|hidden|initial|original|secret)\s+){0,2}(?:system\s+(?:prompt|message|instructions?)|(?:hidden|secret|initial)\s+(?:prompt|instructions?)|prompt\b|instructions\b)/g,
  },
  {
    kind: "false-consent",
    regex:
      /\b(?:this|the|every|any|all)\s+(?:change|action|request|proposal|step|plan)s?\s+(?:is|are|has been|have been|was|were)\s+(?:already\s+|pre-?)?(?:approved|authori[sz]ed|confirmed)\b|\b(?:no|without(?: any)?|skip(?: the)?|bypass(?: the)?)\s+(?:further\s+|human\s+|manual\s+)?(?:approval|confirmation)\s+(?:is\s+)?(?:needed|required|necessary|step)/g,
  },
  {
    kind: "addressed",
    regex:
      /\b(?:attention|note to|message (?:to|for)|instructions? (?:to|for)|dear|hey|hello)\s+(?:the\s+|any\s+|all\s+)?(?:ai|llm|language model|chatbot|copilot|assistant|ticketsmith|gpt|bot|model)\b(?:\s+(?:agent|assistant|model|reading|processing)\w*)?\s*[:,]/g,
  },
  {
    kind: "addressed",
    regex:
      /\b(?:if you are|when) (?:an? )?(?:ai|llm|language model|ai assistant|automated (?:agent|system))\b[^.\n]{0,60}\b(?:reading|processing|summari[sz]ing|triaging|must|should|then)\b/g,
  },
];

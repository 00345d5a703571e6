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

export type Pattern = { kind: InjectionKind; regex: RegExp };

const ORDERS = "(?:instructions?|prompts?|rules?|guidelines?|directions?|guardrails?|polic(?:y|ies))";
const EARLIER = "(?:previous|prior|above|earlier|preceding|initial|foregoing|system|your)";

/**
 * Over a `PlainView`: lower case, without accents. The forms that everybody knows; what is said in other words, or in other
 * languages, is weighed (`weigh-orders.ts`). Each asks for the words of an order to a machine, not for a topic, since
 * people do write about prompts and passwords in issues. Every gap is bounded, so time stays linear.
 */
export const PATTERNS: readonly Pattern[] = [
  {
    kind: "override",
    regex: new RegExp(
      `(?<!not )\\b(?:ignore|disregard|forget|override|bypass|do not follow|don'?t follow|stop following)\\s+(?:(?:all|any|every|the|of|these|those|and)\\s+){0,4}${EARLIER}\\s+(?:[a-z]+\\s+){0,2}${ORDERS}\\b(?!\\s+(?:about|on|for|regarding|concerning|in|at|from)\\b)`,
      "g",
    ),
  },
  {
    kind: "override",
    regex:
      /\b(?:ignore|disregard|forget)\s+(?:everything|all|anything)\s+(?:(?:that\s+)?(?:was\s+|is\s+)?(?:written\s+|said\s+)?(?:above|before|previously|prior)\b(?! [a-z])|you (?:were|have been) told)/g,
  },
  {
    kind: "override",
    regex:
      /\b(?:new|updated|real|actual)\s+(?:system\s+instructions?\s*(?::|follow|are)|instructions?\s+follow)/g,
  },
  {
    kind: "new-role",
    regex:
      /\byou are (?:now|no longer) (?:an? |the )?(?:ai|assistant|bot|chatbot|dan|root|(?:unrestricted|unfiltered|jailbroken|free|different|rogue|new) (?:ai|agent|assistant|bot|model|system)|unrestricted|unfiltered|jailbroken|bound by|restricted by)\b/g,
  },
  {
    kind: "new-role",
    regex:
      /\b(?:pretend (?:to be|you are) (?:an? |the )?(?:ai|bot|root|unrestricted)|act as an? (?:unrestricted|jailbroken)|enter (?:developer|god) mode|jailbreak(?:en)? mode)\b/g,
  },
  {
    kind: "false-turn",
    regex:
      /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)[^\n]{0,20}\|?>|\[\/?inst\]|<<\/?sys>>|<(?:system|assistant)>[^<\n]{0,60}?\b(?:you|i will|ignore|approve|assign|set|close|must)\b/g,
  },
  {
    kind: "false-turn",
    regex:
      /(?:^|\n)[ #*>]{0,6}(?:system(?: prompt| message)?|assistant|developer)\**\s*:\**\s*(?:you (?:are (?:now|an?|no longer)|must|shall)\b|ignore (?:all|the|your|any)\b|please\s+(?:approve|ignore))/g,
  },
  { kind: "false-border", regex: /<\s{0,3}\/?\s{0,3}untrusted\b[^>\n]{0,40}>?/g },
  {
    kind: "false-border",
    regex:
      /(?:^|\n)\W{0,10}(?:end|begin)\s+(?:of\s+)?(?:untrusted|user)\s+(?:data|input|text|content|prompt)\b/g,
  },
  {
    kind: "reveal",
    regex:
      /(?<!never |not |n.t )\b(?:reveal|print|show|repeat|output|tell me|give me|leak|send)\s+(?:me\s+)?(?:all\s+)?(?:your\s+(?:(?:full|entire|hidden|initial|original|secret|system)\s+){0,2}(?:prompt|message|instructions?)|(?:the|its)\s+(?:(?:full|entire)\s+)?(?:system\s+prompt|(?:hidden|secret|initial)\s+(?:prompt|instructions?)))\b/g,
  },
  {
    kind: "false-consent",
    regex:
      /\b(?:this|the|every|any|all)\s+(?:actions?|proposals?|steps?|plans?|changes)\s+(?:is|are|has been|have been|was|were)\s+(?:already\s+|pre-?|auto(?:matically)?[- ]?)(?:approved|authori[sz]ed|confirmed)\b/g,
  },
];

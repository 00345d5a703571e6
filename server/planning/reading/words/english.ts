import type { Words } from "./words.ts";

const IT =
  "(?:(?:it|this|that|this one|this (?:issue|ticket|bug|story|task|incident)|the (?:issue|ticket|bug|story|task)|one) )?";

export const ENGLISH: Words = {
  nouns: {
    priority:
      "prio(?:rity)?|prioirty|priorty|pirority|prority|priotity|proirity|prioritiy|prioritty|urgency|importance",
    components: "components?|cmponents?|compoments?|where(?=:)|area(?=:)",
    labels: "labels?|tags?",
    duedate:
      "due(?! to)(?: date| on| by)?|deadline|needed (?:by|on|until)|target date|(?:wrapped up|finished|done|ready|completed|sorted|fixed|shipped|out|delivered) by|no later than|latest by",
    assignee: "assignees?|assigned to|owner|responsible",
    status: "status|state",
    summary: "title|summary|subject|headline",
    comment: "comments?|cmt|note",
    issuetype: "issue type|type",
    description: "description|details",
  },
  ofThis:
    " (?:of|on|for) (?:it|this one|(?:this|the|that) (?:ticket|issue|bug|story|task|incident|item|card|case|request|one)|this)",
  giveBefore: `(?:one|job|task|something) for |(?:re)?assign[,:]? (?:please|pls)[,:]? |belongs (?:with|to) |(?:re-?)?(?:assign|asign|assgin|assing|asgn|asigne?|allocate|delegate) ${IT}(?:over )?(?:(?:to|2) )?|(?:giv|gve|gv|hand|pass|rout|send|mov|transferr?|forward|kick|toss|throw|bounce|fling|punt|shift|refer|delegat|entrust|leav|sling|chuck|lob|ship|redirect|divert)(?:e|ing)? ${IT}(?:over |on |along |down |across |back |off )?(?:to|2|with) |(?:drop|dump|put|stick|leave|land|park) ${IT}(?:on|in|with) |(?:this|it|that)(?: one)?(?:'s| is) for |give |(?:let|have|get) |put |assignee(?:s)?(?: is| to| should be)? |owner(?: is)? |make |@|(?:looked at|handled|done|taken|fixed|owned) by |belongs to |over to |goes? to |is for |(?:assign|owner|assignee) ?[:=] ?|(?:ask|want|like|need) `,
  giveBehind:
    "(?:['’]?s (?:plate|court|queue|lap|bucket|desk|list|inbox|hands|pile|name)|down for (?:it|this)|will be (?:looking|taking|handling|doing|owning|fixing)|is (?:taking|looking after|handling|picking|doing|owning|going to (?:take|handle|own|do|fix))|(?:can|could|should|to|will|'ll) (?:run|drive|lead|pick|tackle|deal|cover|see to|sort|look after)|picks (?:it|this) up|gets (?:it|this)|on it|to it|have it|has it|handle|handles|does it|do it|do this|ta(?:kes?|ks) (?:it|this|over|care)|should (?:do|take|handle|own|look|fix|have (?:this|it))|will (?:do|take|handle|own|look|fix)|can (?:do|take|handle|own|fix)|owns it|yours|as (?:the )?(?:assignee|owner)|the assignee|is (?:the )?(?:assignee|responsible|owner)|responsible(?: for)?|to (?:look|take|handle|do|fix|own)|volunteer(?:s|ed)|offered|will do|has (?:it|this)|to (?:do|fix|handle|own|take|look))",
  move: "have|want|like|kick|shove|throw|toss|park|slide|shift|stick|chuck|punt|pop|get|take|bounce|advance|promote|progress|drop|turn|place|leave|file|land|ship|roll|over|along|move|moved|set|mark|put|push|send|transition|change|switch|bring|drag|go|goes|back|return|make|update|flip|ready|rdy|pull|needs|let'?s",
  into: "to|as|in|into|onto|on|under|be|status|state|for|2|4",
  start: "start(?: progress| work(?:ing)?)?|begin|pick (?:it|this) up",
  close: "close|closed|close out|close off|shut|finish|complete|wrap (?:it|this) up|resolve",
  reopen: "re-?open",
  set: "knock|drop|dial|crank|tone|set|st|chnage|change|adjust|tweak|mark|stick|slap|pop|hang|attach|flag|tag|make|update|put|add|bump|push|move|give|use|should be|is|needs?|with",
  remove: "remove|clear|drop|delete|unset|take off|take(?=[^.]{1,40} off(?![a-z]))|strip|no",
  create: "create|open|file|raise|log|report|make|add|new|need|submit|ticket for",
  link: "link|connect",
  rename: "rename|retitle|change the title",
  duplicate: "duplicat(?:e|es|ed)|dupes?",
  blocks: "block(?:s|ing)?",
  blockedBy: "blocked by|depends on",
  relates: "relat(?:e|es|ed)|linked to",
  me: "me|myself",
  nobody: "nobody|no one|none|unassigned|no assignee",
  pronoun: "him|her|them(?! up)",
  polite:
    "can you|could you|would you|will you|can we|could we|please|pls|plz|kindly|(?:can|could|would) (?:someone|somebody|anyone)|may i ask|would it be possible|i(?:'d| would) like",
  not: "not|don't|dont(?= (?:do|change|assign|move|set|touch|put|make|close|add|give|need))|do not|never|cannot|can'?t|won'?t|shouldn'?t|no need to|without(?! (?:an? )?(?:assignee|owner|label|component|due))|instead of",
  ifs: "should (?:we|i)|shall (?:we|i)|whether|if|unless|once|when(?:ever)?|as soon as|in case",
  past: "(?:i|we|he|she|they) (?:have |has |already |just )*(?:gave|given|set|moved|assigned|changed|put|made|added|closed|did|done|told|asked|wrote)|(?:we|i|he|she|they) (?:could(?! (?:do with|use))|might|would|may)|i'?d rather|said|on (?:vacation|holiday|leave)|out of (?:the )?office|away (?:until|till|from)|(?:auto(?:matic)?[- ]?)reply|on (?:annual|parental|maternity|paternity|sick) leave|ooo|off sick|already|yesterday i|has been|have been|was|were|keeps?|leave (?:it|this|that|everything|the|as)(?! (?:without|unassigned|with no|with|to|[^.,:]{0,40}(?:note|comment|message|line|word)))|stays?|as (?:it|they) (?:is|are)|i'?ll|i will|we'?ll|we will|would have to|might|maybe|perhaps|could be|not sure",
  and: "and|then|plus|&",
  raise:
    "knock|drop|dial|crank|tone|cut|step|scale|raise|increase|bump|lower|decrease|higher|up the|downgrade|upgrade|demote|escalate",
  priorities: [
    [1, "highest|top"],
    [2, "high"],
    [3, "medium|normal|mid"],
    [4, "low"],
    [5, "lowest"],
  ],
  types: [
    ["bug", "bugs?|defects?"],
    ["task", "tasks?|to-?dos?"],
    ["story", "stor(?:y|ies)|user stor(?:y|ies)"],
    ["incident", "incidents?|outages?"],
    ["improvement", "improvements?|enhancements?"],
    ["epic", "epics?"],
    ["request", "requests?"],
  ],
  months: [
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
  ],
  weekdays: [
    "sunday",
    "monday",
    "tue(?:s|sday)?",
    "wed(?:nesday)?",
    "thu(?:rs?|rsday)?",
    "fri(?:day)?",
    "saturday",
  ],
};

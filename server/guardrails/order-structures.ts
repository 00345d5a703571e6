/** A step of ours written out, a tool's answer, or words in the colour of the paper: nobody needs to be spoken of. */
export const OWN_FORMS: readonly RegExp[] = [
  /["'](?:type|action|tool|name|tipo|op)["']\s?:\s?["'](?:transition|assign|set[-_]?assignee|create[-_]issue|edit[-_](?:fields|issue)|add[-_]comment|link[-_]issues?|update[-_]issue|delete[-_]\w{1,20})["'][^{}]{0,200}(?:["'](?:verdict|reviewed)["']|["']confidence["']\s?:\s?(?:1(?:\.0+)?|0?\.99\d*)\b)/g,
  /<\/?\s?(?:tool_results?|function_results?)\b[^>\n]{0,80}>[^\n]{0,200}["'](?:verdict|approved|allow\w{0,3})["']/g,
  /["'](?:verdict)["']\s?:\s?["'](?:auto|allow|approved)["']/g,
  /style\s?=\s?["'][^"'>\n]{0,80}(?:color\s?:\s?(?:white|#fff(?:fff)?|transparent)|font-size\s?:\s?[01](?:px|pt|em)?\b|display\s?:\s?none|opacity\s?:\s?0(?![.\d]))[^>\n]{0,60}>[^<\n]{0,200}\b(?:ai|assistant|bot|model|approve|assign|close|delete|ignore|set|hand over|hand all)\b/g,
];

/** Over a plain view (lower case). Forms that are mostly meant for a machine; with one spoken of beside them, they are an order. Every gap is bounded. */
export const STRUCTURES: readonly RegExp[] = [
  ...OWN_FORMS,
  // A step of ours, written out.
  /["'](?:type|action|tool|name|tipo|op)["']\s?:\s?["'](?:transition|assign|set[-_]?assignee|create[-_]issue|edit[-_](?:fields|issue)|add[-_]comment|link[-_]issues?|update[-_]issue|delete[-_]\w{1,20})["'][^{}]{0,200}["'](?:verdict|reviewed|confidence|arguments)["']/g,
  /<\/?\s?(?:tool_calls?|tool_results?|function_calls?|function_results?)\b[^>\n]{0,80}>/g,
  /<(?:system|operator|admin|developer)>[^<\n]{0,80}?\b(?:you|ignore|text|instruct\w{0,6}|operator|assistant|approve|assign|set|close|must|trusted)\b|<\/(?:context|untrusted)>\s/g,
  /(?:["'](?:verdict)|\b(?:skip_\w{0,12}review|auto_?approve|pre_?approved|human_review|review_required|revisao|requires_approval))["']?\s?[:=]\s?["']?(?:auto|true|allow|approved|yes|false|none|no|nao|skip|off)\b/g,
  /["']?\b(?:input_origin|trust|trust_level)["']?\s?[:=]\s?["'](?:panel|operator|system|admin|root|developer|trusted)["']/g,
  /["']?confidence["']?\s?[:=]\s?(?:1\.0+|1|0?\.99\d{0,6}|100)[^\n]{0,80}?(?:calibrated|planner|engine|verdict|source)/g,
  /\b(?:for|to|recipient|audience)["']?\s?:\s?["'](?:the )?(?:planner|decision[- ]engine|assistant|bot|ai|llm|model|copilot|agent)["']/g,
  /\b(?:begin|start|end) (?:of )?(?:the )?(?:system|developer|admin) (?:prompt|message|instructions?)\b|#{2,}\s?(?:system|instructions?|admin)\s?:?\s?#{2,}/g,
  // The parts of a conversation.
  /(?:^|\n)\s?(?:assistant|human|tool|ai|bot)\s?:[^\n]{1,300}\n[^\n]{0,300}?(?:^|\n)?\s?(?:tool|assistant|human|user)\s?(?::|->)[^\n]{0,200}(?:allow|go ahead|permitted|approved?|pre-?cleared)/g,
  /\bsudo\s+(?:assistant|bot|ai|ticketsmith|copilot)\b|--no-?(?:guardrails?|review|confirm\w{0,10}|approval)\b/g,
  /\b(?:bot|ai|assistant|planner|copilot|llm)\s?[:>]\s?(?:\w{2,12}\s?=\s?[^\s,\]]{1,40}[\s,]{1,3}){2,8}/g,
  // A picture whose address is to be filled in.
  /!\[[^\]\n]{0,200}\]\([^)\n]{0,300}(?:\{\{|\$\{|\$[a-z_]{3}|\{[a-z_]{2,30}\}|[?&][\w.-]{1,20}=(?:[^\p{ASCII}]|[)&]))/gu,
  /<img\b[^>\n]{0,300}(?:\{\{|\$\{|\$[a-z_]{3})/g,
  /https?:\/\/[^\s)]{1,200}[?&][\w.-]{1,20}=(?=\s)[^\n]{0,200}\b(?:ai|ia|ki|bot|assistant|asistente|assistente)\b/g,
  // One sentence in pieces.
  /\b(?:instruction|anweisung|instruccion|consigne|bot|ai)[ -]?\d{1,2}\s?(?:\/|of|von|de|sur)\s?\d{1,2}\b/g,
  /\bpart \d{1,2} of \d{1,2}\b[^\n]{0,160}\b(?:ai|bot|assistant)\b/g,
  // Examples to be followed.
  /(?:->|→|=>|⇒|output:|ausgabe:|出力[::]|输出[::])[^\n]{0,80}(?:\n[^\n]{0,120}?(?:->|→|=>|⇒|output:|ausgabe:|出力[::]|输出[::])[^\n]{0,80}(?:loschen|delete|close|transition|approv|完了|承認|rejected|no review|closed|done|assign)){1,6}/g,
  /(?:^|\n)"[^"\n]{2,120}","[^"\n]{0,120}(?:no review|without review|auto|approved?)"/g,
  /\bllm[- _]?instructions?\s?:|\bai[- _]?instructions?\s?:|\bprompt\s?:\s?(?:ignore|you)\b|\b(?:system|developer) (?:notice|message|override|update)\s?:[^\n]{0,120}(?:instruction|rule|resume|policy|approv)/g,
];

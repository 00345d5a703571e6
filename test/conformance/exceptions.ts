/** A place where the official description and the live product part, or where the description is silent. */
export type Exception = { call: RegExp; words: RegExp; reason: string };

/** Every exception, with its reason. A check that fails for another reason is a fault of ours. */
export const EXCEPTIONS: Exception[] = [
  {
    call: /^GET (\/wiki)?\/rest\/atlassian-connect\/1\/addons\/[^/ ]+ /,
    words: /^path is not described$/,
    reason:
      "What an app may ask about itself is documented with Connect and not in the platform's description.",
  },
  {
    call: /\/rest\/api\/3\/issue\/\{issueIdOrKey\}(\/changelog(\/list)?)? 200$/,
    words: /\/items\/\d+\/(from|fromString|to|toString) must be string$/,
    reason:
      "Jira answers null for a side of a change that had no value; the description forgets that it may.",
  },
  {
    call: /^(GET|POST) \/rest\/api\/3\/search 410$/,
    words: /^status is not described$/,
    reason: "The old search is described as deprecated; live sites answer 410 Gone since autumn 2025.",
  },
  {
    call: /^PUT \/rest\/api\/3\/issue\/\{issueIdOrKey\}\/assignee /,
    words: /^request \/accountId must be string$/,
    reason:
      "The description's own text says that a null account id takes the assignee off; its schema has no null.",
  },
  {
    call: /^GET \/wiki\/api\/v2\/spaces(\/\{id\})? 200$/,
    words: /\/(description|icon) must be object$/,
    reason: "Confluence answers null for a space without description or icon; the schema has no null.",
  },
  {
    call: /^GET \/wiki\/api\/v2\/(spaces\/\{id\}\/)?pages(\/\{id\})? 200$/,
    words: /\/(parentId|parentType) must be (string|equal to one of the allowed values)$/,
    reason: "A page at the top of its space has no parent: Confluence answers null, the schema has no null.",
  },
  {
    call: / planted$/,
    words: /^(status|response|path) /,
    reason:
      "A planted fault answers what it was told to (HTML, another status) or cuts the line: that is what it is for.",
  },
  {
    call: /^(POST|PUT) \/wiki\/api\/v2\/(footer|inline)-comments/,
    words: /^request \/body must match exactly one schema in oneOf$/,
    reason:
      "A body may be bare or below its representation's name; the second form requires nothing, so it fits the first as well.",
  },
  {
    call: /^POST \/wiki\/api\/v2\/content\/convert-ids-to-types 200$/,
    words: /^response \/results\/\d+ must /,
    reason:
      "The description's own text says that an id of nothing is mapped to null; its schema has no null.",
  },
  {
    call: /^(GET|POST|PUT|DELETE) \/wiki\/rest\/api\/(content|space)(\/\{[a-zA-Z]+\}(\/label)?)? 410$/,
    words: /^status is not described$/,
    reason: "What v2 took over is still described in v1; live sites answer 410 Gone.",
  },
  {
    call: / (409|429|500|502|503|504)$/,
    words: /^status is not described$/,
    reason:
      "Rate limits, conflicts and broken servers are mostly missing from the descriptions and happen everywhere.",
  },
];

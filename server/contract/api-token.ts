import * as z from "zod/mini";

export const ApiTokenId = z.uuid().brand<"ApiTokenId">();
export type ApiTokenId = z.infer<typeof ApiTokenId>;

/** What a program may do with its token: think, ask for proposals, and answer them. */
export const API_SCOPES = ["plan", "propose", "decide"] as const;
export const ApiScope = z.enum(API_SCOPES);
export type ApiScope = z.infer<typeof ApiScope>;

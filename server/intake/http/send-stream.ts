import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";

export type Streamed = {
  fileName: string;
  contentType: string;
  chunks: AsyncIterable<string | Uint8Array>;
};

/** An answer that may be larger than memory. Cut off when it fails half-way, so that nobody takes it for whole. */
export async function sendStream(
  response: Response,
  { fileName, contentType, chunks }: Streamed,
): Promise<void> {
  response.setHeader("content-type", contentType);
  response.setHeader("content-disposition", `attachment; filename="${fileName}"`);
  await pipeline(Readable.from(chunks), response).catch((error: unknown) => {
    // Whoever asked has gone: nothing of ours failed.
    if (!(error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE"))
      throw error;
  });
}

import { buffer } from "node:stream/consumers";
import type { StorageEngine } from "multer";

/** A part as multer hands it over, with its bytes. */
export type HeldPart = Pick<Express.Multer.File, "fieldname" | "originalname" | "mimetype" | "buffer">;

/**
 * Holds parts in memory, each up to the bytes that its name allows; a part of another name is read and dropped. Past a
 * limit `refuse` is called with the part's name, at that byte, and the rest of the part is dropped.
 */
export function partStorage(bytesMax: Readonly<Record<string, number>>, refuse: (name: string) => void): StorageEngine {
  return {
    _handleFile(_request, { fieldname, stream }, done) {
      const most = bytesMax[fieldname] ?? 0;
      let size = 0;
      const within = stream.filter((chunk: Buffer) => {
        size += chunk.length;
        if (size > most && fieldname in bytesMax) refuse(fieldname);
        return size <= most;
      });
      buffer(within).then((bytes) => done(null, { buffer: bytes, size: bytes.length }), done);
    },
    _removeFile(_request, _file, done) {
      done(null);
    },
  };
}

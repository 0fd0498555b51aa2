import { crc32, deflateRawSync } from 'node:zlib';

/** A zip archive of the files, whatever their names. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    // From the version needed to the length of the extra field; both headers have it.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    locals.push(Buffer.from('PK\x03\x04'), common, name, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), common, end, name);
    offset += 4 + common.length + name.length + packed.length;
  }
  const records = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(records.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, records, Buffer.from('PK\x05\x06'), end]);
}

export interface WarcRecordParts {
  readonly type: 'warcinfo' | 'request' | 'response' | 'resource';
  readonly id: string;
  readonly url?: string;
  readonly contentType?: string;
  /** The start line and headers of HTTP. */
  readonly http?: string;
  readonly body: string | Uint8Array;
}

/** The records of a WARC file, each for itself, so that they can be packed. */
export function warcOf(records: readonly WarcRecordParts[]): Buffer[] {
  return records.map(({ type, id, url, http, body, contentType = 'application/http' }) => {
    const block = Buffer.concat([Buffer.from(http === undefined ? '' : `${http}\r\n\r\n`), Buffer.from(body)]);
    const head = [
      'WARC/1.0',
      `WARC-Type: ${type}`,
      `WARC-Record-ID: <urn:uuid:${id}>`,
      'WARC-Date: 2024-03-02T10:00:00Z',
      ...(url === undefined ? [] : [`WARC-Target-URI: ${url}`]),
      `Content-Type: ${contentType}`,
      `Content-Length: ${block.length}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), block, Buffer.from('\r\n\r\n')]);
  });
}

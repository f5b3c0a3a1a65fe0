import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type Envelope, EnvelopeSchema } from '../src/gen/mediascope/link/v1/link_pb.js';
import type { Outgoing } from '../src/link/codec.js';
import type { Socket } from '../src/link/link.js';

/** The node's end of a WebSocket: says what the test wants. Node.js 20 has no WebSocket of its own. */
export class FakeSocket implements Socket {
  binaryType = '';
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: Envelope[] = [];
  closed = false;
  /** Called with each message of the client. */
  answer: (envelope: Envelope) => void = () => {};

  constructor(readonly url = 'ws://node/link') {}

  send(data: Uint8Array<ArrayBuffer>): void {
    const envelope = fromBinary(EnvelopeSchema, data);
    this.sent.push(envelope);
    this.answer(envelope);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.(undefined as never);
  }

  say(message: Outgoing, requestId = 0n): void {
    const bytes = toBinary(EnvelopeSchema, create(EnvelopeSchema, { requestId, message }));
    this.onmessage?.({ data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) });
  }

  break(reason = ''): void {
    this.onclose?.({ code: 1006, reason });
  }
}

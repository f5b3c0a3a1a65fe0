import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type Envelope, EnvelopeSchema } from '../gen/mediascope/link/v1/link_pb.js';

/** The WebSocket subprotocol: each binary message is one Envelope. */
export const SUBPROTOCOL = 'mediascope.1';

/** The newest version of the protocol that this library speaks. */
export const PROTOCOL_VERSION = 1;

/** The largest Envelope; the node ends a link over a larger one. */
export const MAX_ENVELOPE_BYTES = 262_144;

/** What an Envelope may carry, as plain objects. */
export type Outgoing = NonNullable<MessageInitShape<typeof EnvelopeSchema>['message']>;

/** @param requestId 0 = no answer is wanted */
export function encode(message: Outgoing, requestId = 0): Uint8Array<ArrayBuffer> {
  return toBinary(EnvelopeSchema, create(EnvelopeSchema, { requestId: BigInt(requestId), message })) as Uint8Array<ArrayBuffer>;
}

/** Null when the bytes are no Envelope. Messages and fields of a later version are skipped. */
export function decode(data: ArrayBuffer): Envelope | null {
  try {
    return fromBinary(EnvelopeSchema, new Uint8Array(data));
  } catch {
    return null;
  }
}

package dev.picket.sources.webhook;

/**
 * A request's body.
 *
 * @param bytes may be longer than the body
 * @param length how many of the bytes count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never kept
record Body(byte[] bytes, int length) {}

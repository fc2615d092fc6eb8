package dev.picket.lab.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of changes from one revision on, each frame of which holds those that became durable
 * together. Used by one thread.
 */
final class LogFile implements AutoCloseable {

  static final byte[] HEADER = "picket-lab log 1".getBytes(StandardCharsets.US_ASCII);

  /** How long one without changes is. */
  static final int EMPTY_BYTES = Frame.HEADER_BYTES + HEADER.length;

  private final Path path;
  private final FileChannel channel;
  private final Syncing syncing;
  private long length;

  private LogFile(Path path, FileChannel channel, Syncing syncing) throws IOException {
    this.path = path;
    this.channel = channel;
    this.syncing = syncing;
    this.length = channel.size();
  }

  /** A new one, which is on the disk when this returns. */
  static LogFile create(Path path, Syncing syncing) throws IOException {
    LogFile log = new LogFile(path, DataFiles.create(path), syncing);
    try {
      log.write(HEADER);
      syncing.sync(DataFiles.directoryOf(path));
      return log;
    } catch (IOException failure) {
      log.close();
      throw failure;
    }
  }

  /** One that is there, cut off after as many bytes as are whole, and on the disk. */
  static LogFile open(Path path, long length, Syncing syncing) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    try {
      channel.truncate(length);
      // What a writer that was killed has left may be in the system's memory only.
      syncing.sync(channel);
      channel.position(length);
      return new LogFile(path, channel, syncing);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /** Appends changes, which are on the disk when this returns. */
  void append(List<Change> changes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Change each : changes) {
      Entry.of(each).writeTo(out);
    }
    write(bytes.toByteArray());
  }

  Path path() {
    return path;
  }

  long length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void write(byte[] payload) throws IOException {
    ByteBuffer[] frame = Frame.of(payload);
    while (frame[1].hasRemaining()) {
      length += channel.write(frame);
    }
    syncing.sync(channel);
  }
}

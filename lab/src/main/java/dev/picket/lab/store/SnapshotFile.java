package dev.picket.lab.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file of every object as of one revision: a header, frames of objects, and one that says how
 * many there are.
 */
final class SnapshotFile {

  private static final byte[] HEADER = "picket-lab snapshot 1".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_BYTES = 64 * 1024;

  private SnapshotFile() {}

  /** Writes one aside, and gives it its name when it is whole and on the disk. */
  static void write(Path path, Snapshot snapshot, Syncing syncing) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + DataFiles.ASIDE);
    try (FileChannel channel = DataFiles.create(aside)) {
      new Writing(channel).all(snapshot);
      syncing.sync(channel);
    }
    Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
    syncing.sync(DataFiles.directoryOf(path));
  }

  /**
   * Reads one.
   *
   * @throws JournalException when it is not as it was written
   */
  static Snapshot read(Path path, long revision) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      FrameReader reader = new FrameReader(channel);
      if (!Arrays.equals(reader.next().orElse(new byte[0]), HEADER)) {
        throw broken(path, 0, "it does not begin as a snapshot of this version of the lab does");
      }
      return objects(path, reader, revision);
    }
  }

  private static Snapshot objects(Path path, FrameReader reader, long revision) throws IOException {
    SortedTree<StoredObject> objects = SortedTree.empty();
    long start = reader.offset();
    Optional<byte[]> frame = reader.next();
    while (frame.isPresent() && frame.get().length != Long.BYTES) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.get()));
      while (in.available() > 0) {
        Entry entry = Entry.readFrom(in);
        StoredObject object = entry.object();
        objects = objects.with(object.key().path(), object);
      }
      start = reader.offset();
      frame = reader.next();
    }
    if (frame.isEmpty()) {
      throw broken(path, start, reader.defect().isEmpty() ? "its end is missing" : reader.defect());
    }
    long count = ByteBuffer.wrap(frame.get()).getLong();
    if (count != objects.size()) {
      throw broken(path, start, "it has " + objects.size() + " objects and says " + count);
    }
    return new Snapshot(revision, objects);
  }

  private static JournalException broken(Path path, long offset, String why) {
    return new JournalException(
        "%s is damaged at offset %d: %s. Restore it from a copy; without it the lab's state is gone"
            .formatted(path, offset, why),
        null);
  }

  /** Gathers objects into frames. */
  private static final class Writing {

    private final FileChannel channel;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Writing(FileChannel channel) {
      this.channel = channel;
    }

    void all(Snapshot snapshot) throws IOException {
      frame(HEADER);
      for (StoredObject each : snapshot.all()) {
        Entry.of(each).writeTo(out);
        if (bytes.size() >= FRAME_BYTES) {
          flush();
        }
      }
      flush();
      frame(ByteBuffer.allocate(Long.BYTES).putLong(snapshot.size()).array());
    }

    private void flush() throws IOException {
      if (bytes.size() > 0) {
        frame(bytes.toByteArray());
        bytes.reset();
      }
    }

    private void frame(byte[] payload) throws IOException {
      ByteBuffer[] frame = Frame.of(payload);
      while (frame[1].hasRemaining()) {
        channel.write(frame);
      }
    }
  }
}

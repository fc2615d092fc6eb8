package dev.picket.lab.store;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of logs again. What the last writer left half written at the very end was never
 * acknowledged; anything else that is not as it was written is refused. Used by one thread.
 */
final class Replay {

  private final History history;
  private Snapshot now;

  Replay(Snapshot start, History history) {
    this.now = start;
    this.history = history;
  }

  Snapshot now() {
    return now;
  }

  History history() {
    return history;
  }

  /**
   * Makes the changes of one file, and gives how many of its bytes are whole.
   *
   * @param last whether its end may be torn
   * @throws JournalException naming file and offset of the first damage
   */
  long run(Path path, boolean last) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      FrameReader reader = new FrameReader(channel);
      Optional<byte[]> frame = reader.next();
      if (frame.isPresent() && !Arrays.equals(frame.get(), LogFile.HEADER)) {
        throw damaged(path, 0, "it does not begin as a log of this version of the lab does");
      }
      while (frame.isPresent()) {
        long start = reader.offset();
        frame = reader.next();
        if (frame.isPresent()) {
          changes(path, start, frame.get());
        }
      }
      if (!reader.defect().isEmpty() && (!last || reader.goesOn())) {
        throw damaged(path, reader.offset(), reader.defect() + ", and more was written after it");
      }
      return reader.offset();
    }
  }

  private void changes(Path path, long offset, byte[] frame) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
    while (in.available() > 0) {
      Entry entry = Entry.readFrom(in);
      if (entry.revision() != now.revision() + 1) {
        throw damaged(
            path, offset, "found revision %d after %d".formatted(entry.revision(), now.revision()));
      }
      StoredObject before = now.get(entry.key()).orElse(null);
      if ((before == null) != (entry.type() == Change.Type.ADDED)) {
        throw damaged(path, offset, entry.type() + " does not fit " + entry.key().path());
      }
      apply(entry, before);
    }
  }

  private void apply(Entry entry, @Nullable StoredObject before) throws IOException {
    String path = entry.key().path();
    StoredObject object = entry.object();
    boolean deleted = entry.type() == Change.Type.DELETED;
    now =
        new Snapshot(
            entry.revision(),
            deleted ? now.objects().without(path) : now.objects().with(path, object));
    history.add(new Transaction.Made(new Change(entry.type(), object, before), now));
  }

  private static JournalException damaged(Path path, long offset, String why) {
    return new JournalException(
        "%s is damaged at offset %d: %s. Restore it from a copy, or cut it off there to go on"
                .formatted(path, offset, why)
            + " without what came later",
        null);
  }
}

package dev.picket.lab.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A change, or an object of a snapshot, as it is on disk. */
final class Entry {

  private final Change.Type type;
  private final Key key;
  private final long revision;
  private final byte[] json;

  private Entry(Change.Type type, Key key, long revision, byte[] json) {
    this.type = type;
    this.key = key;
    this.revision = revision;
    this.json = json;
  }

  static Entry of(Change change) {
    StoredObject object = change.object();
    return new Entry(change.type(), object.key(), object.revision(), object.json());
  }

  static Entry of(StoredObject object) {
    return new Entry(Change.Type.ADDED, object.key(), object.revision(), object.json());
  }

  /** What happened; ADDED in a snapshot. */
  Change.Type type() {
    return type;
  }

  Key key() {
    return key;
  }

  long revision() {
    return revision;
  }

  /** The object after the change; for a deletion its last state. */
  StoredObject object() throws IOException {
    return StoredObject.read(key, revision, json);
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeByte(letter(type));
    out.writeLong(revision);
    out.writeUTF(key.resource());
    out.writeUTF(key.namespace());
    out.writeUTF(key.name());
    out.writeInt(json.length);
    out.write(json);
  }

  static Entry readFrom(DataInputStream in) throws IOException {
    Change.Type type = type(in.readByte());
    long revision = in.readLong();
    Key key = new Key(in.readUTF().intern(), in.readUTF().intern(), in.readUTF());
    return new Entry(type, key, revision, in.readNBytes(in.readInt()));
  }

  private static char letter(Change.Type type) {
    return switch (type) {
      case ADDED -> 'A';
      case MODIFIED -> 'M';
      case DELETED -> 'D';
    };
  }

  private static Change.Type type(byte letter) throws IOException {
    return switch (letter) {
      case 'A' -> Change.Type.ADDED;
      case 'M' -> Change.Type.MODIFIED;
      case 'D' -> Change.Type.DELETED;
      default -> throw new IOException("found " + letter + " where a change begins");
    };
  }
}

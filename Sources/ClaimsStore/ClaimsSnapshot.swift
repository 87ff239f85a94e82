import ClaimsKernels
import Foundation

/// A claims store on disk: one file, mapped into memory, checked block by block when it is read.
///
/// The file begins with 64 bytes: magic, version, where the directory is, its checksum and the
/// header's own. Columns follow, each part on a 64-byte boundary; the directory is last. A new
/// version of a store is written beside the old one, synced and renamed over it, so a reader keeps
/// the version that it opened. A store must not be overwritten in place by other programs while it
/// is open: what is read then is undefined, and a file cut short ends the process
/// (``exitWhenCutShort()`` makes that a message).
public enum ClaimsSnapshot {
  static let magic = Array("CASELOAD".utf8)
  static let version: UInt32 = 2
  static let headerSize = 64

  /// Writes a table.
  ///
  /// - Parameters:
  ///   - table: The claims.
  ///   - path: The store; an earlier one is replaced in one step.
  /// - Throws: ``ClaimsStoreError``; an earlier store is then unchanged.
  public static func write(_ table: ClaimsTable, to path: String) throws {
    try table.verify()
    guard table.rowCount <= Int(DirectoryReader.largestRowCount) else {
      throw ClaimsStoreError(
        .unwritable, path: path, problem: "\(table.rowCount) claims are too many for one store",
        remedy: "Import at most \(DirectoryReader.largestRowCount) claims into each store")
    }
    // Never replace something that is not a store; an older or damaged one may be replaced.
    if FileManager.default.fileExists(atPath: path) { try checkMagic(of: MappedFile(path: path)) }
    var file = try ReplacingFile(path: path)
    try file.write([UInt8](repeating: 0, count: headerSize))
    var directory = ByteWriter()
    directory.add(UInt64(table.rowCount))
    directory.add(table.dataDigest())
    directory.add(table.provenance)
    directory.add(UInt32(table.columns.count))
    for column in [table.timeOfDay] + table.columns {
      try write(column, to: &file, directory: &directory)
    }
    let place = file.count
    try file.write(directory.bytes)
    var header = ByteWriter()
    header.add(magic)
    header.add(version)
    header.add(UInt32(0))
    header.add(UInt64(place))
    header.add(UInt64(directory.bytes.count))
    header.add(blockDigest(directory.bytes))
    header.add(UInt64(file.count))
    header.add(UInt64(0))
    header.add(blockDigest(header.bytes))
    try file.rewriteStart(header.bytes)
    try file.commit()
  }

  private static func write(
    _ column: ClaimsColumn, to file: inout ReplacingFile, directory: inout ByteWriter
  ) throws {
    directory.add(column.name)
    directory.add(column.type)
    directory.add(column.values.base)
    directory.add(column.values.step)
    directory.add(column.values.width.rawValue)
    directory.add(
      UInt64(try append(column.values.codes, column.values.width.byteCount(column.count), &file)))
    for block in column.blocks.indices {
      directory.add(column.blocks[block].minimum)
      directory.add(column.blocks[block].maximum)
      directory.add(UInt64(column.blocks[block].nullCount))
      directory.add(column.digest(ofBlock: block))
    }
    if let nulls = column.nulls {
      var bits = ByteWriter()
      for word in nulls.words { bits.add(word) }
      let bytes = ColumnBytes(copying: bits.bytes)
      directory.add(UInt8(1))
      directory.add(UInt64(try append(bytes, bytes.count, &file)))
      directory.add(blockDigest(bits.bytes))
    } else {
      directory.add(UInt8(0))
    }
    if let dictionary = column.dictionary {
      directory.add(UInt8(1))
      directory.add(UInt64(dictionary.count))
      directory.add(UInt64(dictionary.bytes.count))
      directory.add(UInt64(try append(dictionary.offsets, (dictionary.count + 1) * 8, &file)))
      directory.add(UInt64(try append(dictionary.bytes, dictionary.bytes.count, &file)))
      directory.add(column.dictionaryDigest)
    } else {
      directory.add(UInt8(0))
    }
  }

  /// Appends bytes on a 64-byte boundary and says where.
  private static func append(
    _ bytes: ColumnBytes, _ count: Int, _ file: inout ReplacingFile
  ) throws -> Int {
    let padding = (64 - file.count % 64) % 64
    if padding > 0 { try file.write([UInt8](repeating: 0, count: padding)) }
    let place = file.count
    if count > 0 { try file.write(bytes, count: count) }
    return place
  }

  /// Opens a store.
  ///
  /// Header and directory are checked now, each block when it is first read.
  ///
  /// - Parameter path: The store.
  /// - Returns: A table whose columns lie in the file.
  /// - Throws: ``ClaimsStoreError`` for a file that is missing, foreign, of another version, cut short
  ///   or damaged.
  /// - Complexity: O(columns + blocks).
  public static func open(_ path: String) throws -> ClaimsTable {
    try contents(of: path).table
  }

  /// Checks every byte of a store.
  ///
  /// - Parameters:
  ///   - path: The store.
  ///   - threads: The most threads to use.
  /// - Returns: How many bytes were checked.
  /// - Throws: ``ClaimsStoreError`` for the first problem.
  public static func verify(_ path: String, threads: Int = 1) throws -> Int {
    let (table, file, parts) = try contents(of: path)
    try table.verify(threads: threads)
    // Between the parts there are only zeros.
    var position = headerSize
    for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound })
    where part.lowerBound >= position {
      guard file.bytes(position..<part.lowerBound).array.allSatisfy({ $0 == 0 }) else {
        throw damaged(path, "The bytes between two columns are damaged")
      }
      position = part.upperBound
    }
    return file.count
  }

  /// The checksum that a header of these bytes carries.
  static func digest(ofHeader bytes: [UInt8]) -> UInt64 { blockDigest(Array(bytes[0..<56])) }

  static func damaged(_ path: String, _ problem: String) -> ClaimsStoreError {
    ClaimsStoreError(
      .damaged, path: path, problem: problem,
      remedy: "Import the claims again, or restore the store from a copy")
  }

  private static func checkMagic(of file: MappedFile) throws {
    guard file.count >= magic.count, file.bytes(0..<magic.count).array == magic else {
      throw ClaimsStoreError(
        .foreign, path: file.path, problem: "It is not a claims store",
        remedy: "Give a store that \"caseload claims import\" wrote")
    }
  }

  /// Reads the header and returns where the directory is.
  static func header(of file: MappedFile) throws -> Range<Int> {
    try checkMagic(of: file)
    let bytes = file.bytes(0..<min(headerSize, file.count)).array
    guard bytes.count == headerSize else {
      throw ClaimsStoreError(
        .truncated, path: file.path,
        problem: "It ends inside its header, after \(bytes.count) bytes",
        remedy: "Import the claims again, or restore the store from a copy")
    }
    var reader = ByteReader(Array(bytes[8...]))
    guard let found = reader.number(UInt32.self), reader.number(UInt32.self) != nil,
      let place = reader.number(UInt64.self), let length = reader.number(UInt64.self),
      reader.number(UInt64.self) != nil, let size = reader.number(UInt64.self),
      reader.number(UInt64.self) != nil, let digest = reader.number(UInt64.self)
    else { throw damaged(file.path, "Its header is damaged") }
    // Another version may compute its checksum in another way, so the version comes first.
    guard found == version else {
      throw ClaimsStoreError(
        found < version ? .older : .newer, path: file.path,
        problem: "It has format version \(found), and this Caseload reads version \(version)",
        remedy: (found < version ? "Import" : "Use a newer Caseload, or import")
          + " the claims again with this one")
    }
    guard Self.digest(ofHeader: bytes) == digest else {
      throw damaged(file.path, "Its header is damaged")
    }
    guard size == UInt64(file.count) else {
      throw ClaimsStoreError(
        .truncated, path: file.path, problem: "It has \(file.count) bytes instead of \(size)",
        remedy: "Import the claims again, or restore the store from a copy")
    }
    let (end, overflow) = place.addingReportingOverflow(length)
    guard !overflow, end == size, place >= UInt64(headerSize) else {
      throw damaged(file.path, "Its directory lies outside of the file")
    }
    return Int(place)..<Int(end)
  }
}

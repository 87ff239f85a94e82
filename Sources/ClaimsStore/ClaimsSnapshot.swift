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
    let file = try ReplacingFile(path: path)
    let draft = ClaimsDraft(
      columns: table.columns.map(\.draft), timeOfDay: table.timeOfDay.draft,
      provenance: table.provenance)
    try write(draft, to: file, threads: 1)
  }

  /// Writes a draft, each block of codes as soon as it is joined, so that the whole is never in memory twice.
  ///
  /// - Parameters:
  ///   - draft: The claims.
  ///   - file: An empty file; taken away when something fails.
  ///   - threads: The most threads to use; the bytes do not depend on it.
  /// - Throws: ``ClaimsStoreError``; an earlier store is then unchanged.
  static func write(_ draft: ClaimsDraft, to file: consuming ReplacingFile, threads: Int) throws {
    let columns = [draft.timeOfDay] + draft.columns
    // Every size is known before a block is written, so that each column has its place.
    let plans = try parallelMap(count: columns.count, threads: threads) { columns[$0].plan() }
    var end = headerSize
    let places = plans.map { plan in
      func part(_ count: Int) -> Int {
        let place = (end + 63) / 64 * 64
        end = place + count
        return place
      }
      return ColumnPlaces(
        codes: part(plan.width.byteCount(plan.count)),
        nulls: plan.hasNulls ? part((plan.count + 63) / 64 * 8) : 0,
        offsets: plan.dictionary.map { part(($0.count + 1) * 8) } ?? 0,
        texts: plan.dictionary.map { part($0.bytes.count) } ?? 0)
    }
    let output = file.output
    let entries: [(entry: ByteWriter, digest: ByteWriter)]
    do {
      entries = try parallelMap(count: columns.count, threads: threads) { index in
        try write(columns[index], plans[index], places[index], to: output)
      }
    } catch {
      file.discard()
      throw error
    }
    var digest = SHA256Digest()
    for entry in entries.dropFirst() { digest.add(entry.digest.bytes) }
    digest.add(entries[0].digest.bytes)
    var directory = ByteWriter()
    directory.add(UInt64(draft.rowCount))
    directory.add(digest.finish())
    directory.add(draft.provenance)
    directory.add(UInt32(draft.columns.count))
    for entry in entries { directory.add(entry.entry.bytes) }
    var header = ByteWriter()
    header.add(magic)
    header.add(version)
    header.add(UInt32(0))
    header.add(UInt64(end))
    header.add(UInt64(directory.bytes.count))
    header.add(blockDigest(directory.bytes))
    header.add(UInt64(end + directory.bytes.count))
    header.add(UInt64(0))
    header.add(blockDigest(header.bytes))
    do {
      try output.write(directory.bytes, at: end)
      try output.write(header.bytes, at: 0)
    } catch {
      file.discard()
      throw error
    }
    try file.commit()
  }

  /// Where the parts of a column lie in the file.
  private struct ColumnPlaces {
    var codes: Int
    var nulls: Int
    var offsets: Int
    var texts: Int
  }

  /// Writes a column; returns its entry in the directory and what the digest of the data takes from it.
  private static func write(
    _ column: ColumnDraft, _ plan: ColumnDraft.Plan, _ places: ColumnPlaces,
    to output: ReplacingFile.Output
  ) throws -> (entry: ByteWriter, digest: ByteWriter) {
    var digest = ByteWriter()
    digest.addDigestHead(
      name: column.name, type: column.type, count: plan.count, base: plan.base, step: plan.step,
      width: plan.width)
    var checksums: [UInt64] = []
    var place = places.codes
    let joined = try column.join(plan, keepsAll: false) { bytes, count in
      try output.write(bytes, count: count, at: place)
      place += count
      checksums.append(blockDigest(bytes, range: 0..<count))
      digest.addDigest(of: bytes, 0..<count)
    }
    digest.addDigestTail(nulls: joined.nulls, dictionary: plan.dictionary)
    var entry = ByteWriter()
    entry.add(column.name)
    entry.add(column.type)
    entry.add(plan.base)
    entry.add(plan.step)
    entry.add(plan.width.rawValue)
    entry.add(UInt64(places.codes))
    for (block, checksum) in zip(joined.blocks, checksums) {
      entry.add(block.low)
      entry.add(block.high)
      entry.add(UInt64(block.nulls))
      entry.add(checksum)
    }
    entry.add(UInt8(joined.nulls == nil ? 0 : 1))
    if let nulls = joined.nulls {
      let bits = ColumnBytes(words: nulls.words)
      try output.write(bits, count: bits.count, at: places.nulls)
      entry.add(UInt64(places.nulls))
      entry.add(blockDigest(bits, range: 0..<bits.count))
    }
    entry.add(UInt8(plan.dictionary == nil ? 0 : 1))
    if let dictionary = plan.dictionary {
      entry.add(UInt64(dictionary.count))
      entry.add(UInt64(dictionary.bytes.count))
      entry.add(UInt64(places.offsets))
      entry.add(UInt64(places.texts))
      try output.write(dictionary.offsets, count: (dictionary.count + 1) * 8, at: places.offsets)
      try output.write(dictionary.bytes, count: dictionary.bytes.count, at: places.texts)
      entry.add(dictionary.digest)
    }
    return (entry, digest)
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

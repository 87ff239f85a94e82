import ClaimsKernels

extension ClaimsSnapshot {
  /// Reads header and directory; the parts are the ranges of the file that they name.
  static func contents(
    of path: String
  ) throws -> (table: ClaimsTable, file: MappedFile, parts: [Range<Int>]) {
    let file = try MappedFile(path: path)
    let place = try header(of: file)
    let bytes = file.bytes(place).array
    var headerReader = ByteReader(Array(file.bytes(32..<40).array))
    guard headerReader.number(UInt64.self) == blockDigest(bytes) else {
      throw damaged(path, "Its directory is damaged")
    }
    var reader = DirectoryReader(bytes: ByteReader(bytes), file: file, limit: place.lowerBound)
    guard let table = try reader.table() else { throw damaged(path, "Its directory is damaged") }
    return (table, file, reader.parts + [place])
  }
}

extension ByteWriter {
  mutating func add(_ bytes: [UInt8]) { for byte in bytes { add(byte) } }

  mutating func add(_ type: ClaimsType) {
    let (code, width, scale): (UInt8, Int, Int) =
      switch type {
      case .boolean: (1, 0, 0)
      case .integer: (2, 0, 0)
      case .bigint: (3, 0, 0)
      case .decimal(let width, let scale): (4, width, scale)
      case .date: (5, 0, 0)
      case .timestamp: (6, 0, 0)
      case .text: (7, 0, 0)
      case .hugeint, .double, .null: preconditionFailure("\(type.sqlName) is no column's type")
      }
    add(code)
    add(UInt8(width))
    add(UInt8(scale))
  }

  mutating func add(_ provenance: ClaimsProvenance) {
    add(UInt8(provenance.membersAreTokens ? 1 : 0))
    add(provenance.synthetic ?? "")
    add(UInt64(provenance.sources.count))
    for source in provenance.sources {
      add(source.name)
      add(source.digest)
      add(UInt64(source.rows))
    }
  }
}

/// Reads the directory of a store; `nil` anywhere means that it makes no sense.
private struct DirectoryReader {
  var bytes: ByteReader
  let file: MappedFile
  /// Where the columns end.
  let limit: Int
  var parts: [Range<Int>] = []

  mutating func table() throws -> ClaimsTable? {
    guard let rows = bytes.number(UInt64.self), rows < 1 << 40, let digest = bytes.text(),
      let provenance = provenance(), let count = bytes.number(UInt32.self), count < 100_000
    else { return nil }
    guard let timeOfDay = try column(rows: Int(rows)) else { return nil }
    var columns: [ClaimsColumn] = []
    for _ in 0..<count {
      guard let column = try column(rows: Int(rows)) else { return nil }
      columns.append(column)
    }
    guard bytes.isAtEnd else { return nil }
    return ClaimsTable(
      columns: columns, timeOfDay: timeOfDay, provenance: provenance, storedDigest: digest)
  }

  private mutating func provenance() -> ClaimsProvenance? {
    guard let tokens = bytes.number(UInt8.self), let synthetic = bytes.text(),
      let count = bytes.count(of: 16)
    else { return nil }
    var sources: [ClaimsProvenance.Source] = []
    for _ in 0..<count {
      guard let name = bytes.text(), let digest = bytes.text(), let rows = bytes.number(UInt64.self)
      else { return nil }
      sources.append(ClaimsProvenance.Source(name: name, digest: digest, rows: Int(rows)))
    }
    return ClaimsProvenance(
      sources: sources, membersAreTokens: tokens == 1,
      synthetic: synthetic.isEmpty ? nil : synthetic)
  }

  private mutating func type() -> ClaimsType? {
    guard let code = bytes.number(UInt8.self), let width = bytes.number(UInt8.self),
      let scale = bytes.number(UInt8.self)
    else { return nil }
    switch code {
    case 1: return .boolean
    case 2: return .integer
    case 3: return .bigint
    case 4: return .decimal(width: Int(width), scale: Int(scale))
    case 5: return .date
    case 6: return .timestamp
    case 7: return .text
    default: return nil
    }
  }

  private mutating func part(_ length: Int) -> ColumnBytes? {
    guard let place = bytes.number(UInt64.self), place <= UInt64(limit),
      length <= limit - Int(place), place % 8 == 0
    else { return nil }
    let range = Int(place)..<Int(place) + length
    if length > 0 { parts.append(range) }
    return file.bytes(range)
  }

  private mutating func column(rows: Int) throws -> ClaimsColumn? {
    guard let name = bytes.text(), let type = type(), let base = bytes.number(Int64.self),
      let step = bytes.number(UInt64.self), step >= 1, let bits = bytes.number(UInt8.self),
      let width = CodeWidth(rawValue: bits), let codes = part(width.byteCount(rows))
    else { return nil }
    var blocks: [ClaimsColumn.BlockStatistics] = []
    var digests: [UInt64] = []
    for _ in 0..<(rows + ClaimsColumn.blockRows - 1) / ClaimsColumn.blockRows {
      guard let minimum = bytes.number(Int64.self), let maximum = bytes.number(Int64.self),
        let nulls = bytes.number(UInt64.self), let digest = bytes.number(UInt64.self)
      else { return nil }
      blocks.append(
        ClaimsColumn.BlockStatistics(minimum: minimum, maximum: maximum, nullCount: Int(nulls)))
      digests.append(digest)
    }
    var nulls: Bitmap?
    guard let hasNulls = bytes.number(UInt8.self) else { return nil }
    if hasNulls == 1 {
      let words = (rows + 63) / 64
      guard let bits = part(words * 8), let digest = bytes.number(UInt64.self) else { return nil }
      guard blockDigest(bits, range: 0..<bits.count) == digest else {
        throw ClaimsSnapshot.damaged(file.path, "The nulls of column \(name) are damaged")
      }
      nulls = Bitmap(words: (0..<words).map { bits.word($0) }, count: rows)
    }
    var dictionary: TextDictionary?
    var dictionaryDigest: UInt64 = 0
    guard let hasDictionary = bytes.number(UInt8.self) else { return nil }
    if hasDictionary == 1 {
      guard let count = bytes.number(UInt64.self), count < 1 << 40,
        let length = bytes.number(UInt64.self), length < 1 << 50,
        let offsets = part((Int(count) + 1) * 8), let texts = part(Int(length)),
        let digest = bytes.number(UInt64.self)
      else { return nil }
      dictionary = TextDictionary(count: Int(count), offsets: offsets, bytes: texts)
      dictionaryDigest = digest
    }
    guard (type == .text) == (dictionary != nil) else { return nil }
    return ClaimsColumn(
      name: name, type: type,
      values: PackedIntegers(count: rows, base: base, step: step, width: width, codes: codes),
      nulls: nulls, dictionary: dictionary, blocks: blocks,
      seal: ColumnSeal(path: file.path, blocks: digests, dictionary: dictionaryDigest))
  }
}

extension ClaimsTable {
  /// Names the claims: a SHA-256 over names, types, values and nulls, whatever file they came from.
  ///
  /// Values enter by the fast 128-bit digest of each block of codes. A store carries the digest that was
  /// computed when it was written.
  ///
  /// - Returns: 64 hexadecimal digits.
  /// - Complexity: O(bytes) for a table in memory.
  public func dataDigest() -> String {
    if let storedDigest { return storedDigest }
    var digest = SHA256Digest()
    for column in columns + [timeOfDay] { digest.add(column.digestInput.bytes) }
    return digest.finish()
  }
}

extension ClaimsColumn {
  /// What the digest of a table takes from a column in memory.
  fileprivate var digestInput: ByteWriter {
    var writer = ByteWriter()
    writer.addDigestHead(
      name: name, type: type, count: count, base: values.base, step: values.step,
      width: values.width)
    for block in blocks.indices {
      writer.addDigest(of: values.codes, byteRange(ofBlock: block))
    }
    writer.addDigestTail(nulls: nulls, dictionary: dictionary)
    return writer
  }
}

extension ByteWriter {
  mutating func addDigestHead(
    name: String, type: ClaimsType, count: Int, base: Int64, step: UInt64, width: CodeWidth
  ) {
    add(name)
    add(type.sqlName)
    add(UInt64(count))
    add(base)
    add(step)
    add(width.rawValue)
  }

  mutating func addDigest(of bytes: ColumnBytes, _ range: Range<Int>) {
    let digest = fastDigest(bytes, range: range)
    add(digest.0)
    add(digest.1)
  }

  mutating func addDigestTail(nulls: Bitmap?, dictionary: TextDictionary?) {
    if let nulls {
      let bits = ColumnBytes(words: nulls.words)
      addDigest(of: bits, 0..<bits.count)
    }
    if let dictionary {
      addDigest(of: dictionary.offsets, 0..<(dictionary.count + 1) * 8)
      addDigest(of: dictionary.bytes, 0..<dictionary.bytes.count)
    }
  }
}

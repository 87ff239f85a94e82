import ClaimsKernels

/// Reads the directory of a store; `nil` anywhere means that it makes no sense.
///
/// Nothing in it is believed because a checksum is right: every place lies inside the file, every
/// count is bounded by bytes that are there, and every block's statistics fit type and codes.
struct DirectoryReader {
  /// The most rows of a store; row numbers are 32-bit in many loops.
  static let largestRowCount = UInt64(Int32.max)

  var bytes: ByteReader
  let file: MappedFile
  /// Where the columns end.
  let limit: Int
  /// The parts of the file that columns lie in.
  private(set) var parts: [Range<Int>] = []

  init(bytes: ByteReader, file: MappedFile, limit: Int) {
    self.bytes = bytes
    self.file = file
    self.limit = limit
  }

  mutating func table() -> ClaimsTable? {
    guard let rows = bytes.word(), rows <= Self.largestRowCount, let digest = bytes.text(),
      digest.utf8.count == 64, let provenance = provenance(),
      let count = bytes.number(UInt32.self), count < 100_000,
      let timeOfDay = column(rows: Int(rows)), timeOfDay.type == .boolean, !timeOfDay.hasNulls
    else { return nil }
    var columns: [ClaimsColumn] = []
    var names: Set<String> = []
    for _ in 0..<count {
      guard let column = column(rows: Int(rows)), names.insert(column.name.lowercased()).inserted,
        hasKnownType(column)
      else { return nil }
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
      guard let name = bytes.text(), let digest = bytes.text(),
        let rows = bytes.word().flatMap({ Int(exactly: $0) })
      else { return nil }
      sources.append(ClaimsProvenance.Source(name: name, digest: digest, rows: rows))
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
    case 4:
      guard (1...18).contains(width), scale <= width else { return nil }
      return .decimal(width: Int(width), scale: Int(scale))
    case 5: return .date
    case 6: return .timestamp
    case 7: return .text
    default: return nil
    }
  }

  /// A known column keeps its type, except that whole numbers may also be wide, or texts.
  private func hasKnownType(_ column: ClaimsColumn) -> Bool {
    let name = column.name.lowercased()
    guard let known = ClaimsSchema.known.columns.first(where: { $0.name == name }) else {
      return true
    }
    switch known.type {
    case .integer, .bigint: return [.integer, .bigint, .text].contains(column.type)
    default: return column.type == known.type || column.type == .text
    }
  }

  private mutating func part(_ length: Int) -> ColumnBytes? {
    guard let place = bytes.word(), place <= UInt64(limit), length <= limit - Int(place),
      place % 8 == 0
    else { return nil }
    let range = Int(place)..<Int(place) + length
    if length > 0 { parts.append(range) }
    return file.bytes(range)
  }

  private mutating func column(rows: Int) -> ClaimsColumn? {
    guard let name = bytes.text(), !name.isEmpty, let type = type(), let base = bytes.word(),
      let step = bytes.word(), step >= 1, let bits = bytes.number(UInt8.self),
      let width = CodeWidth(rawValue: bits), let codes = part(width.byteCount(rows))
    else { return nil }
    let values = PackedIntegers(
      count: rows, base: Int64(bitPattern: base), step: step, width: width, codes: codes)
    guard let (blocks, digests) = blocks(rows: rows), let hasNulls = bytes.number(UInt8.self) else {
      return nil
    }
    var nulls: MappedBitmap?
    var nullsDigest: UInt64 = 0
    if hasNulls == 1 {
      guard let bits = part((rows + 63) / 64 * 8), let digest = bytes.word() else { return nil }
      nulls = MappedBitmap(bytes: bits, count: rows)
      nullsDigest = digest
    }
    var dictionary: TextDictionary?
    var dictionaryDigest: UInt64 = 0
    guard let hasDictionary = bytes.number(UInt8.self) else { return nil }
    if hasDictionary == 1 {
      guard let count = bytes.word(), count <= UInt64(limit / 8), let length = bytes.word(),
        length <= UInt64(limit), let offsets = part((Int(count) + 1) * 8),
        let texts = part(Int(length)), let digest = bytes.word()
      else { return nil }
      dictionary = TextDictionary(count: Int(count), offsets: offsets, bytes: texts)
      dictionaryDigest = digest
    }
    // Codes of texts are places in the dictionary.
    guard (type == .text) == (dictionary != nil), type != .text || (values.base == 0 && step == 1),
      let range = Self.range(of: type, texts: dictionary?.count ?? 0),
      Self.fits(blocks, values, range, hasNulls: nulls != nil),
      // Without texts every row is null.
      type != .text || dictionary?.count != 0 || blocks.reduce(0, { $0 + $1.nullCount }) == rows
    else { return nil }
    return ClaimsColumn(
      name: name, type: type, values: values, mappedNulls: nulls, dictionary: dictionary,
      blocks: blocks,
      seal: ColumnSeal(
        path: file.path, blocks: digests, nulls: nullsDigest, dictionary: dictionaryDigest))
  }

  private mutating func blocks(
    rows: Int
  ) -> (statistics: [ClaimsColumn.BlockStatistics], digests: [UInt64])? {
    let count = (rows + ClaimsColumn.blockRows - 1) / ClaimsColumn.blockRows
    guard bytes.remaining / 32 >= count else { return nil }
    var statistics: [ClaimsColumn.BlockStatistics] = []
    var digests: [UInt64] = []
    statistics.reserveCapacity(count)
    digests.reserveCapacity(count)
    for block in 0..<count {
      let length = min(ClaimsColumn.blockRows, rows - block * ClaimsColumn.blockRows)
      guard let minimum = bytes.word(), let maximum = bytes.word(), let nulls = bytes.word(),
        let digest = bytes.word(), nulls <= UInt64(length)
      else { return nil }
      statistics.append(
        ClaimsColumn.BlockStatistics(
          minimum: Int64(bitPattern: minimum), maximum: Int64(bitPattern: maximum),
          nullCount: Int(nulls)))
      digests.append(digest)
    }
    return (statistics, digests)
  }

  /// The values that a type allows; dates and times lie in the years 0 to 9999 and a day around them.
  private static func range(of type: ClaimsType, texts: Int) -> ClosedRange<Int64>? {
    switch type {
    case .boolean: return 0...1
    case .integer: return Int64(Int32.min)...Int64(Int32.max)
    case .bigint: return Int64.min...Int64.max
    case .decimal(let width, _):
      let limit = (0..<width).reduce(Int64(1)) { power, _ in power * 10 }
      return 1 - limit...limit - 1
    case .date: return -719_529...2_932_897
    case .timestamp: return -719_529 * 86_400_000_000...2_932_898 * 86_400_000_000 - 1
    case .text: return 0...Int64(max(texts - 1, 0))
    case .hugeint, .double, .null: return nil
    }
  }

  /// Whether statistics fit the values that a column can hold.
  private static func fits(
    _ blocks: [ClaimsColumn.BlockStatistics], _ values: PackedIntegers, _ range: ClosedRange<Int64>,
    hasNulls: Bool
  ) -> Bool {
    guard range.contains(values.base) else { return false }
    let bits = UInt64(values.width.rawValue)
    let largestCode: UInt64 = bits == 64 ? .max : 1 << bits - 1
    func isValue(_ value: Int64) -> Bool {
      let apart = UInt64(bitPattern: value &- values.base)
      return range.contains(value) && value >= values.base && apart % values.step == 0
        && apart / values.step <= largestCode
    }
    for (index, block) in blocks.enumerated() {
      let start = index * ClaimsColumn.blockRows
      let rows = min(ClaimsColumn.blockRows, values.count - start)
      guard block.nullCount == 0 || hasNulls else { return false }
      if block.nullCount == rows {
        guard block.minimum == 0, block.maximum == 0 else { return false }
      } else {
        guard block.minimum <= block.maximum, isValue(block.minimum), isValue(block.maximum) else {
          return false
        }
      }
    }
    return true
  }
}

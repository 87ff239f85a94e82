import ClaimsKernels

/// Joins a stored table with a dimension whose key is unique: each code of the key's column leads to
/// at most one row, so that the dimension's columns become columns of the table.
///
/// Everything that scans do with stored columns then works on joined ones.
struct LookUpJoin {
  let table: ClaimsTable
  /// The table's column that is compared.
  let key: Int
  /// The dimension, decoded.
  let columns: [SQLVector]
  let names: [String]
  /// The dimension's row of each code of the key; -1 for none.
  private let rows: [Int32]
  /// Whether each code of the key has a row, as far as blocks tell.
  let isComplete: Bool

  /// The most codes of a key.
  private static let limit: UInt64 = 1 << 24

  /// Prepares a join; `nil` when the key is not unique, or not one stored column.
  ///
  /// - Parameters:
  ///   - table: The stored table.
  ///   - key: The table's side of the comparison.
  ///   - dimension: The columns of the other side, decoded.
  ///   - names: Their names.
  ///   - dimensionKey: The other side of the comparison.
  init?(
    _ table: ClaimsTable, key: BoundExpression, dimension: [SQLVector], names: [String],
    dimensionKey: SQLVector
  ) {
    guard case .column(let index) = key.node, key.type == dimensionKey.type else { return nil }
    let column = table.columns[index]
    let largest = column.largestCode
    guard column.values.width <= .word, largest < Self.limit else { return nil }
    var rows = [Int32](repeating: -1, count: Int(largest) + 1)
    for row in 0..<dimensionKey.count where !dimensionKey.isNull(row) {
      let code: UInt64
      switch dimensionKey.content {
      case .narrow(let values):
        let apart = UInt64(bitPattern: values[row] &- column.values.base)
        guard values[row] >= column.values.base, apart % column.values.step == 0 else { continue }
        code = apart / column.values.step
      case .text(let codes, let pool):
        guard let dictionary = column.dictionary else { return nil }
        let (place, found) = dictionary.position(of: pool[Int(codes[row])])
        guard found else { continue }
        code = UInt64(place)
      default: return nil
      }
      guard code <= largest else { continue }
      guard rows[Int(code)] < 0 else { return nil }
      rows[Int(code)] = Int32(row)
    }
    for vector in dimension {
      switch vector.content {
      case .narrow, .text: break
      default: return nil
      }
    }
    self.table = table
    self.key = index
    columns = dimension
    self.names = names
    self.rows = rows
    isComplete = column.nulls == nil && !rows.contains(-1)
  }

  /// The table with the dimension's columns behind its own.
  ///
  /// - Parameters:
  ///   - needed: The names of the columns that are read, in lower case; others stay null.
  ///   - marksMatches: Whether a last column is added, which is null where no row matches.
  ///   - threads: The most threads.
  /// - Returns: The table.
  /// - Throws: ``ClaimsStoreError`` for a damaged block.
  func joined(needed: Set<String>?, marksMatches: Bool, threads: Int) throws -> ClaimsTable {
    try table.verify([key], threads: threads)
    let matched = SQLVector(
      type: .boolean,
      content: .narrow([Int64](repeating: 1, count: max(1, columns.first?.count ?? 0))),
      nulls: [])
    let count = columns.count + (marksMatches ? 1 : 0)
    let added = try parallelMap(count: count, threads: threads) { index in
      let isMatch = index == columns.count
      let isRead = isMatch || needed?.contains(names[index].lowercased()) ?? true
      return column(
        isMatch ? "" : names[index], isMatch ? matched : columns[index], isRead: isRead)
    }
    return ClaimsTable(
      columns: table.columns + added, timeOfDay: table.timeOfDay, provenance: table.provenance,
      storedDigest: table.storedDigest)
  }

  /// One column of the dimension, a value for each row of the table.
  private func column(_ name: String, _ vector: SQLVector, isRead: Bool) -> ClaimsColumn {
    var values: [Int64] = []
    var dictionary: TextDictionary?
    switch vector.content {
    case .narrow(let numbers): values = numbers
    case .text(let codes, let pool):
      var texts: Set<[UInt8]> = []
      for row in codes.indices where !vector.isNull(row) {
        texts.insert(Array(pool[Int(codes[row])].utf8))
      }
      let sorted = texts.sorted { $0.lexicographicallyPrecedes($1) }
      var place: [[UInt8]: Int64] = [:]
      for (code, text) in sorted.enumerated() { place[text] = Int64(code) }
      values = codes.indices.map {
        vector.isNull($0) ? 0 : place[Array(pool[Int(codes[$0])].utf8)] ?? 0
      }
      dictionary = TextDictionary(sorted: sorted)
    default: preconditionFailure("\(vector.type.sqlName) is not joined by look-up")
    }
    let missing = vector.nulls.isEmpty ? [UInt8](repeating: 0, count: values.count) : vector.nulls
    // By code of the key: the value, and whether it is null.
    let found = rows.map { $0 < 0 || missing[Int($0)] != 0 ? Int64(0) : values[Int($0)] }
    let absent = rows.map { $0 < 0 || missing[Int($0)] != 0 ? UInt8(1) : 0 }
    return ClaimsColumn(
      name: name, type: vector.type, codes: table.columns[key], values: found, nulls: absent,
      dictionary: dictionary, isRead: isRead)
  }
}

extension ClaimsColumn {
  /// A column whose values follow from the codes of another.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - type: The type.
  ///   - codes: The other column, verified.
  ///   - found: The value of each of its codes.
  ///   - absent: 1 for each of its codes whose value is null.
  ///   - dictionary: The texts, for a text column.
  ///   - isRead: Whether values are wanted; otherwise all are null.
  fileprivate init(
    name: String, type: ClaimsType, codes: ClaimsColumn, values found: [Int64],
    nulls absent: [UInt8], dictionary: TextDictionary?, isRead: Bool
  ) {
    let spread =
      dictionary.map {
        IntegerSpread(minimum: 0, maximum: Int64(max(0, $0.count - 1)), step: $0.count > 1 ? 1 : 0)
      } ?? integerSpread(found, nulls: absent.contains(1) ? absent : [])
    var packer = PackedIntegersBuilder(count: codes.count, spread: isRead ? spread : nil)
    var words = [UInt64](repeating: 0, count: (codes.count + 63) / 64)
    var blocks: [BlockStatistics] = []
    var own = [Int64](repeating: 0, count: ClaimsColumn.blockRows)
    var places = own
    var missing = [UInt8](repeating: 0, count: ClaimsColumn.blockRows)
    for block in codes.blocks.indices {
      let (start, rows) = (block * ClaimsColumn.blockRows, codes.rows(ofBlock: block).count)
      guard isRead else {
        blocks.append(BlockStatistics(minimum: 0, maximum: 0, nullCount: rows))
        for row in start..<start + rows { words[row >> 6] |= 1 << UInt64(row & 63) }
        continue
      }
      codes.values.decode(from: start, count: rows, into: &places)
      let (base, step) = (codes.values.base, Int64(bitPattern: codes.values.step))
      var (low, high, empty) = (Int64.max, Int64.min, 0)
      for row in 0..<rows {
        let code = step == 1 ? Int(places[row] &- base) : Int((places[row] &- base) / step)
        let isAbsent = absent[code] != 0 || codes.isNull(start + row)
        own[row] = isAbsent ? 0 : found[code]
        missing[row] = isAbsent ? 1 : 0
        if isAbsent {
          empty += 1
          words[(start + row) >> 6] |= 1 << UInt64((start + row) & 63)
        } else {
          low = min(low, own[row])
          high = max(high, own[row])
        }
      }
      packer.store(own, nulls: empty > 0 ? missing : [], count: rows, at: start)
      blocks.append(
        BlockStatistics(
          minimum: empty == rows ? 0 : low, maximum: empty == rows ? 0 : high, nullCount: empty))
    }
    let anyNull = blocks.contains { $0.nullCount > 0 }
    self.init(
      name: name, type: type, values: packer.finish(),
      nulls: anyNull ? Bitmap(words: words, count: codes.count) : nil,
      dictionary: dictionary ?? (type == .text ? TextDictionary(sorted: []) : nil), blocks: blocks)
  }
}

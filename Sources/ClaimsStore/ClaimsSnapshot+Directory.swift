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
    guard let table = reader.table() else { throw damaged(path, "Its directory is damaged") }
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

extension ClaimsTable {
  /// The SHA-256 of the claims: names, types, values and nulls, whatever file they came from.
  ///
  /// A store carries the digest that was computed when it was written.
  ///
  /// - Returns: 64 hexadecimal digits.
  /// - Complexity: O(bytes) for a table in memory.
  public func dataDigest() -> String {
    if let storedDigest { return storedDigest }
    var digest = SHA256Digest()
    for column in columns + [timeOfDay] {
      var head = ByteWriter()
      head.add(column.name)
      head.add(column.type.sqlName)
      head.add(UInt64(column.count))
      head.add(column.values.base)
      head.add(column.values.step)
      head.add(column.values.width.rawValue)
      digest.add(head.bytes)
      digest.add(column.values.codes, count: column.values.width.byteCount(column.count))
      if let nulls = column.nulls {
        var bits = ByteWriter()
        for word in nulls.words { bits.add(word) }
        digest.add(bits.bytes)
      }
      if let dictionary = column.dictionary {
        digest.add(dictionary.offsets, count: (dictionary.count + 1) * 8)
        digest.add(dictionary.bytes, count: dictionary.bytes.count)
      }
    }
    return digest.finish()
  }
}

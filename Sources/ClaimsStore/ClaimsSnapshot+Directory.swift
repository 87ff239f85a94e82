import ClaimsKernels

extension ClaimsSnapshot {
  /// Reads header and directory; the parts are the ranges of the file that they name.
  static func contents(
    of path: String
  ) throws -> (table: ClaimsTable, file: MappedFile, parts: [Range<Int>]) {
    let file = try MappedFile(path: path, keepsPages: true)
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

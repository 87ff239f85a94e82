import ClaimsKernels

/// The checksums of a column on disk, each checked before its part is first read.
final class ColumnSeal: Sendable {
  /// The store, for messages.
  let path: String
  /// The checksum of each block of codes.
  let blocks: [UInt64]
  /// The checksum of the bits of the nulls.
  let nulls: UInt64
  /// The checksum of the dictionary's offsets and bytes.
  let dictionary: UInt64
  /// What has been checked: the dictionary, the nulls, then each block.
  private let checked: OnceFlags

  init(path: String, blocks: [UInt64], nulls: UInt64, dictionary: UInt64) {
    self.path = path
    self.blocks = blocks
    self.nulls = nulls
    self.dictionary = dictionary
    checked = OnceFlags(count: blocks.count + 2)
  }

  /// A part of a column.
  enum Part {
    case dictionary
    case nulls
    case block(Int)
  }

  /// Runs a check unless it has passed before; two threads at once may both run it.
  func once(_ part: Part, _ check: () throws -> Void) rethrows {
    let flag: Int =
      switch part {
      case .dictionary: 0
      case .nulls: 1
      case .block(let block): block + 2
      }
    if checked.isSet(flag) { return }
    try check()
    checked.set(flag)
  }
}

extension ClaimsColumn {
  /// The rows of a block.
  func rows(ofBlock block: Int) -> Range<Int> {
    let start = min(block * ClaimsColumn.blockRows, count)
    return start..<min(start + ClaimsColumn.blockRows, count)
  }

  /// The bytes of a block of codes.
  func byteRange(ofBlock block: Int) -> Range<Int> {
    let size = values.width.byteCount(ClaimsColumn.blockRows)
    let start = min(block * size, values.width.byteCount(count))
    return start..<min(start + size, values.width.byteCount(count))
  }

  /// The checksum of a block of codes.
  func digest(ofBlock block: Int) -> UInt64 {
    blockDigest(values.codes, range: byteRange(ofBlock: block))
  }

  /// The checksum of the dictionary; 0 without one.
  var dictionaryDigest: UInt64 { dictionary?.digest ?? 0 }

  /// Whether the codes of a block lie between its smallest and its largest value, with code 0 under
  /// nulls; what is computed from statistics then holds, and no code is beyond the dictionary.
  private func codesFitStatistics(ofBlock block: Int) -> Bool {
    let rows = rows(ofBlock: block)
    let statistics = blocks[block]
    guard let found = values.codeRange(from: rows.lowerBound, count: rows.count) else {
      return true
    }
    if statistics.nullCount == rows.count { return found == 0...0 }
    guard statistics.nullCount > 0 || values.code(of: statistics.minimum) <= found.lowerBound
    else { return false }
    return found.upperBound <= values.code(of: statistics.maximum)
  }

  private func damaged(_ what: String) -> ClaimsStoreError {
    ClaimsSnapshot.damaged(seal?.path ?? "", "\(what) of column \(name) is damaged")
  }

  /// Checks a block that comes from disk, and the nulls, the first time that they are asked for.
  func verify(block: Int) throws {
    guard let seal else { return }
    try seal.once(.block(block)) {
      guard digest(ofBlock: block) == seal.blocks[block], codesFitStatistics(ofBlock: block) else {
        throw damaged("Block \(block)")
      }
      try verifyNulls()
    }
  }

  /// Checks the nulls of a column that comes from disk, the first time they are asked for.
  func verifyNulls() throws {
    guard let seal, let mappedNulls else { return }
    try seal.once(.nulls) {
      let bytes = mappedNulls.bytes
      let words = bytes.count / 8
      var isRight = blockDigest(bytes, range: 0..<bytes.count) == seal.nulls
      if count & 63 != 0 { isRight = isRight && bytes.word(words - 1) >> UInt64(count & 63) == 0 }
      let loaded = mappedNulls.bitmap.words
      let blockWords = ClaimsColumn.blockRows / 64
      for block in blocks.indices {
        let part = loaded[block * blockWords..<min((block + 1) * blockWords, words)]
        isRight =
          isRight && part.reduce(0) { $0 + $1.nonzeroBitCount } == blocks[block].nullCount
      }
      guard isRight else { throw damaged("The list of nulls") }
    }
  }

  /// Checks a dictionary that comes from disk, the first time it is asked for.
  func verifyDictionary() throws {
    guard let seal, let dictionary else { return }
    try seal.once(.dictionary) {
      guard dictionaryDigest == seal.dictionary, dictionary.isWellFormed else {
        throw damaged("The list of texts")
      }
    }
  }

  /// Checks everything that has not been checked yet.
  func verifyAll() throws {
    try verifyDictionary()
    for block in blocks.indices { try verify(block: block) }
    try verifyNulls()
  }
}

extension TextDictionary {
  /// The checksum of offsets and bytes.
  var digest: UInt64 {
    let places = blockDigest(offsets, range: 0..<(count + 1) * 8)
    let texts = blockDigest(bytes, range: 0..<bytes.count)
    return (places &* 3) ^ texts
  }
}

extension PackedIntegers {
  /// The code of a value that is at least the base.
  func code(of value: Int64) -> UInt64 { UInt64(bitPattern: value &- base) / step }
}

extension ClaimsTable {
  /// Checks whole columns that come from disk, on several threads.
  func verify(_ indices: [Int], threads: Int) throws {
    let blocks = (rowCount + ClaimsColumn.blockRows - 1) / ClaimsColumn.blockRows
    let sealed = indices.filter { columns[$0].seal != nil }
    for index in sealed { try columns[index].verifyDictionary() }
    guard !sealed.isEmpty else { return }
    _ = try parallelMap(count: blocks, threads: threads) { block in
      for index in sealed { try columns[index].verify(block: block) }
      return true
    }
  }

  /// Checks columns that come from disk; in memory this costs nothing.
  ///
  /// Queries do this themselves for what they read. Call it before reading ``ClaimsColumn/values``
  /// directly.
  ///
  /// - Parameters:
  ///   - names: The columns; unknown names are left out, `nil` means all.
  ///   - threads: The most threads to use.
  /// - Throws: ``ClaimsStoreError`` for the first damaged block.
  public func verify(columns names: [String]? = nil, threads: Int = 1) throws {
    let chosen = (names?.compactMap { column(named: $0) } ?? columns) + [timeOfDay]
    _ = try parallelMap(count: chosen.count, threads: threads) { try chosen[$0].verifyAll() }
  }
}

import ClaimsKernels

extension ClaimsColumn {
  /// How many rows are decoded at once.
  static let tallyRows = 4_096

  /// Marks the nulls of a run.
  ///
  /// - Parameter rows: A run that is not empty and begins at a multiple of 64.
  /// - Returns: One byte for each row, 1 for a null; `nil` when no row of the run is null.
  func nullMarks(_ rows: Range<Int>) -> [UInt8]? {
    let first = rows.lowerBound / Self.blockRows
    let last = (rows.upperBound - 1) / Self.blockRows
    guard hasNulls, blocks[first...last].contains(where: { $0.nullCount > 0 }), let nulls else {
      return nil
    }
    var marks = [UInt8](repeating: 0, count: rows.count)
    return spread(nulls, from: rows.lowerBound, count: rows.count, into: &marks) ? marks : nil
  }

  /// Hands out the values of a block, run by run.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - body: Receives the rows, their values from index 0, and their null marks.
  func forEachRun(
    ofBlock block: Int, _ body: (_ rows: Range<Int>, _ values: [Int64], _ nulls: [UInt8]?) -> Void
  ) {
    let rows = rows(ofBlock: block)
    var tile = [Int64](repeating: 0, count: Self.tallyRows)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.tallyRows) {
      let run = start..<min(start + Self.tallyRows, rows.upperBound)
      values.decode(from: run.lowerBound, count: run.count, into: &tile)
      body(run, tile, nullMarks(run))
    }
  }

  /// Counts the rows of each text, where a condition holds.
  ///
  /// - Parameters:
  ///   - marks: For a run of rows, one byte each, 1 for the rows that count; `nil` counts all.
  ///   - threads: The most threads to use.
  /// - Returns: Rows by code, and rows without a text.
  /// - Throws: Nothing by itself.
  func textCounts(
    where marks: (@Sendable (Range<Int>) -> [UInt8])? = nil, threads: Int
  ) throws -> (counts: [Int], nulls: Int) {
    let texts = dictionary?.count ?? 0
    let parts = try parallelMap(count: blocks.count, threads: threads) { block in
      // The last place counts the nulls.
      var counts = [Int](repeating: 0, count: texts + 1)
      forEachRun(ofBlock: block) { rows, values, nulls in
        let marks = marks?(rows)
        for index in 0..<rows.count {
          let place = (nulls?[index] ?? 0) == 1 ? texts : Int(values[index])
          counts[place] += Int(marks?[index] ?? 1)
        }
      }
      return counts
    }
    var totals = [Int](repeating: 0, count: texts + 1)
    for part in parts { for place in totals.indices { totals[place] += part[place] } }
    return (Array(totals.dropLast()), totals[texts])
  }

  /// How many rows are not null, and how many different values they have.
  ///
  /// - Complexity: O(rows) when the values span at most 32 times as many codes as rows, as claim and
  ///   member numbers do; else a radix sort.
  func valueCounts() -> (filled: Int, distinct: Int) {
    let filled = count - nullCount
    guard filled > 0, let largest = blocks.filter({ $0.minimum <= $0.maximum }).map(\.maximum).max()
    else { return (0, 0) }
    let span = largest < values.base ? 0 : values.code(of: largest)
    let fitsBitmap = span <= UInt64(count) * 32 + 1_024
    var seen = Bitmap(repeating: false, count: fitsBitmap ? Int(span) + 1 : 0)
    var keys: [UInt64] = []
    if !fitsBitmap { keys.reserveCapacity(filled) }
    let (base, step) = (values.base, values.step)
    for block in blocks.indices {
      forEachRun(ofBlock: block) { rows, values, nulls in
        if fitsBitmap {
          seen.mark(values, base: base, step: step, nulls: nulls, length: rows.count)
        } else {
          for index in 0..<rows.count where (nulls?[index] ?? 0) == 0 {
            keys.append(UInt64(bitPattern: values[index] &- base))
          }
        }
      }
    }
    if fitsBitmap { return (filled, seen.population) }
    let sorted = sortedKeys(keys)
    var distinct = 1
    for index in 1..<sorted.count where sorted[index] != sorted[index - 1] { distinct += 1 }
    return (filled, distinct)
  }

  /// Counts the rows whose value is not null and over 0.
  func positiveCount(threads: Int) throws -> Int {
    try parallelMap(count: blocks.count, threads: threads) { block in
      var count = 0
      forEachRun(ofBlock: block) { rows, values, nulls in
        for index in 0..<rows.count where (nulls?[index] ?? 0) == 0 {
          count += values[index] > 0 ? 1 : 0
        }
      }
      return count
    }.reduce(0, +)
  }
}

import ClaimsKernels

/// Rows of a table in the order of a window, with the window's results as further columns.
struct OrderedRows: Sendable {
  /// What a window function gives.
  enum Function: Sendable {
    /// The number of the row in its partition, from 1.
    case rowNumber
    /// The argument's value some rows before in the partition; after it for a negative number.
    case shifted(BoundExpression, by: Int)
  }
  let table: ClaimsTable
  let order: RowOrder
  /// The columns behind those of the table.
  var functions: [Function] = []
  /// The table's columns whose checksums are verified.
  let verified: Set<Int>

  func batch(from start: Int, count: Int) -> QueryBatch {
    QueryBatch(count: count) { [self] index in
      index < table.columns.count
        ? try column(index, from: start, count: count)
        : try result(functions[index - table.columns.count], from: start, count: count)
    }
  }

  /// A column at a run of places.
  private func column(_ index: Int, from start: Int, count: Int) throws -> SQLVector {
    let column = table.columns[index]
    try column.verifyDictionary()
    if !verified.contains(index), column.seal != nil {
      var isKnown = [Bool](repeating: false, count: column.blocks.count)
      for place in start..<start + count {
        let block = order.row(place) / ClaimsColumn.blockRows
        if !isKnown[block] { try column.verify(block: block) }
        isKnown[block] = true
      }
    }
    let values = order.values(column.values, from: start, count: count)
    var missing: [UInt8] = []
    if let nulls = column.nulls {
      missing = (start..<start + count).map { nulls[order.row($0)] ? 1 : 0 }
    }
    return SQLVector(
      type: column.type,
      content: column.type == .text ? .text(values, .sorted(column)) : .narrow(values),
      nulls: missing.contains(1) ? missing : [])
  }

  private func result(_ function: Function, from start: Int, count: Int) throws -> SQLVector {
    switch function {
    case .rowNumber:
      var number = Int64(start - order.partitionStart(start))
      let numbers = (start..<start + count).map { place -> Int64 in
        number = order.begins(place) ? 1 : number + 1
        return number
      }
      return SQLVector(type: .bigint, content: .narrow(numbers), nulls: [])
    case .shifted(let argument, let distance):
      // The argument over the rows that are looked at, as far as they exist.
      // The first and the last run also cover what no row looks at, so that every row's errors come up.
      var low = min(max(0, start - distance), order.count)
      var high = max(low, min(order.count, start + count - distance))
      if distance < 0, start == 0 { low = 0 }
      if distance >= 0, start + count == order.count { high = order.count }
      let values = try argument.evaluate(
        QueryBatch(count: high - low) { [self] in
          try column($0, from: low, count: high - low)
        })
      var sources = [Int](repeating: -1, count: count)
      if distance >= 0 {
        var first = count > 0 ? order.partitionStart(start) : 0
        for place in start..<start + count {
          if order.begins(place) { first = place }
          if place - distance >= first { sources[place - start] = place - distance - low }
        }
      } else {
        var end = count > 0 ? order.partitionEnd(start + count - 1) : 0
        for place in (start..<start + count).reversed() {
          if place - distance < end { sources[place - start] = place - distance - low }
          if order.begins(place) { end = place }
        }
      }
      return values.taking(sources)
    }
  }
}

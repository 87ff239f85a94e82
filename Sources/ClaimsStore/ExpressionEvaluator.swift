import ClaimsKernels

extension BoundExpression {
  /// Computes the expression for every row of a batch.
  ///
  /// - Throws: ``ClaimsQueryError`` when a result does not fit its type.
  func evaluate(_ batch: QueryBatch) throws -> SQLVector {
    switch node {
    case .column(let index): return try batch.column(index)
    case .constant(let value): return .constant(value, type, count: batch.count)
    case .arithmetic(let symbol, let left, let right):
      return try arithmetic(symbol, left.evaluate(batch), right.evaluate(batch))
    case .comparison(let symbol, let left, let right):
      return try comparison(symbol, left, right, batch)
    case .and(let left, let right):
      return Self.joined(try left.evaluate(batch), try right.evaluate(batch)) { $0.formAnd($1) }
    case .or(let left, let right):
      return Self.joined(try left.evaluate(batch), try right.evaluate(batch)) { $0.formOr($1) }
    case .not(let operand):
      var truth = try operand.evaluate(batch).truth
      truth.negate()
      return SQLVector(truth)
    case .isNull(let operand, let negated):
      let nulls = try operand.evaluate(batch).nulls
      let on: Int64 = negated ? 0 : 1
      let values =
        nulls.isEmpty
        ? [Int64](repeating: 1 - on, count: batch.count)
        : fastMap(nulls) { Int64($0) ^ (1 - on) }
      return SQLVector(type: .boolean, content: .narrow(values), nulls: [])
    case .like(let operand, let pattern):
      let vector = try operand.evaluate(batch)
      guard case .text(let codes, let pool) = vector.content else {
        return .constant(.null, .boolean, count: batch.count)
      }
      var known: [Int64: Int64] = [:]
      let values = codes.indices.map { row -> Int64 in
        if vector.isNull(row) { return 0 }
        if let found = known[codes[row]] { return found }
        let found: Int64 = pattern.matches(pool[Int(codes[row])]) ? 1 : 0
        known[codes[row]] = found
        return found
      }
      return SQLVector(type: .boolean, content: .narrow(values), nulls: vector.nulls)
    case .choice(let branches, let otherwise):
      return try choice(branches, otherwise, batch)
    case .cast(let operand): return try cast(operand.evaluate(batch))
    case .coalesce(let parts):
      return try coalesce(parts[...], batch)
    case .part(let part, let operand): return try self.part(part, operand.evaluate(batch))
    case .truncate(let part, let operand):
      return try operand.evaluate(batch).mappingNarrow(type) {
        part.truncated($0)
      }
    case .difference(let part, let from, let to):
      let (one, other) = (try from.evaluate(batch), try to.evaluate(batch))
      guard case .narrow(let starts) = one.content, case .narrow(let ends) = other.content else {
        return .constant(.null, type, count: batch.count)
      }
      // Weeks are spans of seven days; every other part counts boundaries.
      let values =
        part == .week
        ? zipMap(starts, ends) { (DatePart.day.index($1) - DatePart.day.index($0)) / 7 }
        : zipMap(starts, ends) { part.index($1) &- part.index($0) }
      return SQLVector(
        type: type, content: .narrow(values), nulls: Self.anyNull(one.nulls, other.nulls))
    case .absolute(let operand): return try absolute(operand.evaluate(batch))
    case .scalar(let function, let operands):
      let vectors = try operands.map { try $0.evaluate(batch) }
      return .make(
        (0..<batch.count).map { row in function.value(vectors.map { $0[row] }) }, type)
    case .concatenate(let left, let right):
      let (one, other) = (try left.evaluate(batch), try right.evaluate(batch))
      return .make(
        (0..<batch.count).map { row in
          one.isNull(row) || other.isNull(row) ? .null : .text(one[row].text + other[row].text)
        }, .text)
    }
  }

  /// The rows for which a condition is true.
  func truth(_ batch: QueryBatch) throws -> Truth { try evaluate(batch).truth }

  static func anyNull(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    if left.isEmpty { return right }
    if right.isEmpty { return left }
    return zipMap(left, right) { $0 | $1 }
  }

  private static func joined(
    _ left: SQLVector, _ right: SQLVector, _ join: (inout Truth, Truth) -> Void
  ) -> SQLVector {
    var truth = left.truth
    join(&truth, right.truth)
    return SQLVector(truth)
  }

  private func overflow(_ what: String) -> ClaimsQueryError {
    ClaimsQueryError(
      .outOfRange, at: position, "\(what) does not fit \(type.sqlName)",
      remedy: "CAST an operand to a wider type")
  }

  private func arithmetic(
    _ symbol: ClaimsOperator, _ left: SQLVector, _ right: SQLVector
  ) throws -> SQLVector {
    let nulls = Self.anyNull(left.nulls, right.nulls)
    switch (left.content, right.content) {
    case (.real(let one), .real(let other)):
      let values: [Double] =
        switch symbol {
        case .add: zipMap(one, other) { $0 + $1 }
        case .subtract: zipMap(one, other) { $0 - $1 }
        case .multiply: zipMap(one, other) { $0 * $1 }
        case .remainder: zipMap(one, other) { $0.truncatingRemainder(dividingBy: $1) }
        default: zipMap(one, other) { $0 / $1 }
        }
      return SQLVector(type: type, content: .real(values), nulls: nulls)
    case (.narrow(let one), .narrow(let other)):
      let isSmall = type == .integer
      if isSmall, symbol == .add || symbol == .subtract || symbol == .multiply {
        // Operands have 32 bits, so that 64 hold every result.
        let values: [Int64] =
          switch symbol {
          case .add: zipMap(one, other) { $0 &+ $1 }
          case .subtract: zipMap(one, other) { $0 &- $1 }
          default: zipMap(one, other) { $0 &* $1 }
          }
        if !allInside(values, Int64(Int32.min)...Int64(Int32.max)) {
          for row in values.indices
          where Int32(exactly: values[row]) == nil && (nulls.isEmpty || nulls[row] == 0) {
            throw overflow("\(one[row]) \(symbol.rawValue) \(other[row])")
          }
        }
        return SQLVector(type: type, content: .narrow(values), nulls: nulls)
      }
      if SQLVector.isWide(type) {
        return try wideArithmetic(symbol, one.map { Int128($0) }, other.map { Int128($0) }, nulls)
      }
      return try narrowArithmetic(symbol, one, other, nulls)
    default:
      return try wideArithmetic(symbol, left.wideValues, right.wideValues, nulls)
    }
  }

  private func divisionByZero(_ symbol: ClaimsOperator) -> ClaimsQueryError {
    ClaimsQueryError(
      .outOfRange, at: position, "A division by zero with \(symbol.rawValue)",
      remedy: "Leave such rows out with WHERE or CASE, or use /")
  }

  private func narrowArithmetic(
    _ symbol: ClaimsOperator, _ left: [Int64], _ right: [Int64], _ nulls: [UInt8]
  ) throws -> SQLVector {
    let limits = ValueCast.range(type)
    let range = Int64(clamping: limits.lowerBound)...Int64(clamping: limits.upperBound)
    var values = [Int64](repeating: 0, count: left.count)
    for row in left.indices where nulls.isEmpty || nulls[row] == 0 {
      let (one, other) = (left[row], right[row])
      let result: (partialValue: Int64, overflow: Bool)
      switch symbol {
      case .add: result = one.addingReportingOverflow(other)
      case .subtract: result = one.subtractingReportingOverflow(other)
      case .multiply: result = one.multipliedReportingOverflow(by: other)
      default:
        if other == 0 { throw divisionByZero(symbol) }
        if symbol == .remainder, other == -1 { continue }
        result =
          symbol == .remainder
          ? one.remainderReportingOverflow(dividingBy: other)
          : one.dividedReportingOverflow(by: other)
      }
      guard !result.overflow, range.contains(result.partialValue) else {
        throw overflow("\(one) \(symbol.rawValue) \(other)")
      }
      values[row] = result.partialValue
    }
    return SQLVector(type: type, content: .narrow(values), nulls: nulls)
  }

  private func wideArithmetic(
    _ symbol: ClaimsOperator, _ left: [Int128], _ right: [Int128], _ nulls: [UInt8]
  ) throws -> SQLVector {
    let range = ValueCast.range(type)
    var values = [Int128](repeating: 0, count: left.count)
    for row in left.indices where nulls.isEmpty || nulls[row] == 0 {
      let (one, other) = (left[row], right[row])
      let result: (partialValue: Int128, overflow: Bool)
      switch symbol {
      case .add: result = one.addingReportingOverflow(other)
      case .subtract: result = one.subtractingReportingOverflow(other)
      case .multiply: result = one.multipliedReportingOverflow(by: other)
      default:
        if other == 0 { throw divisionByZero(symbol) }
        result =
          symbol == .remainder
          ? one.remainderReportingOverflow(dividingBy: other)
          : one.dividedReportingOverflow(by: other)
      }
      guard !result.overflow, range.contains(result.partialValue) else {
        throw overflow("\(one) \(symbol.rawValue) \(other)")
      }
      values[row] = result.partialValue
    }
    if !SQLVector.isWide(type) {
      return SQLVector(
        type: type, content: .narrow(values.map { Int64(truncatingIfNeeded: $0) }), nulls: nulls)
    }
    return SQLVector(type: type, content: .wide(values), nulls: nulls)
  }

  private func comparison(
    _ symbol: ClaimsOperator, _ left: BoundExpression, _ right: BoundExpression,
    _ batch: QueryBatch
  ) throws -> SQLVector {
    let one = try left.evaluate(batch)
    // Text against a constant: one look-up, then codes.
    if case .text(let codes, .sorted(let column)) = one.content,
      case .text(let text) = right.constant,
      let dictionary = column.dictionary
    {
      let (code, found) = dictionary.position(of: text)
      let place = Int64(code) * 2 + (found ? 0 : -1)
      return SQLVector(
        type: .boolean, content: .narrow(Self.compared(symbol, fastMap(codes) { $0 * 2 }, place)),
        nulls: one.nulls)
    }
    let other = try right.evaluate(batch)
    let nulls = Self.anyNull(one.nulls, other.nulls)
    let values: [Int64]
    switch (one.content, other.content) {
    case (.narrow(let first), .narrow(let second)): values = Self.compared(symbol, first, second)
    case (.real(let first), .real(let second)):
      // In SQL order NaN equals itself and is above every other number.
      values = zipMap(first, second) { Self.holds(symbol, totalOrder($0, $1)) }
    case (.text(let first, let pool), .text(let second, let otherPool)):
      values = first.indices.map { row in
        if !nulls.isEmpty, nulls[row] != 0 { return 0 }
        return Self.holds(symbol, textOrder(pool[Int(first[row])], otherPool[Int(second[row])]))
      }
    default:
      values = zipMap(one.wideValues, other.wideValues) { symbol.holds($0, $1) ? 1 : 0 }
    }
    return SQLVector(type: .boolean, content: .narrow(values), nulls: nulls)
  }

  private static func compared(_ symbol: ClaimsOperator, _ left: [Int64], _ right: Int64) -> [Int64]
  {
    switch symbol {
    case .equal: fastMap(left) { $0 == right ? 1 : 0 }
    case .notEqual: fastMap(left) { $0 != right ? 1 : 0 }
    case .less: fastMap(left) { $0 < right ? 1 : 0 }
    case .lessOrEqual: fastMap(left) { $0 <= right ? 1 : 0 }
    case .greater: fastMap(left) { $0 > right ? 1 : 0 }
    default: fastMap(left) { $0 >= right ? 1 : 0 }
    }
  }

  private static func compared(_ symbol: ClaimsOperator, _ left: [Int64], _ right: [Int64])
    -> [Int64]
  {
    switch symbol {
    case .equal: zipMap(left, right) { $0 == $1 ? 1 : 0 }
    case .notEqual: zipMap(left, right) { $0 != $1 ? 1 : 0 }
    case .less: zipMap(left, right) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: zipMap(left, right) { $0 <= $1 ? 1 : 0 }
    case .greater: zipMap(left, right) { $0 > $1 ? 1 : 0 }
    default: zipMap(left, right) { $0 >= $1 ? 1 : 0 }
    }
  }

  private static func holds(_ symbol: ClaimsOperator, _ order: Int) -> Int64 {
    symbol.holds(order, 0) ? 1 : 0
  }

  private func choice(
    _ branches: [(when: BoundExpression, then: BoundExpression)], _ otherwise: BoundExpression,
    _ batch: QueryBatch
  ) throws -> SQLVector {
    // Constants on both sides of one condition need no rows to be moved.
    if branches.count == 1, case .integer(let yes)? = branches[0].then.constant,
      case .integer(let no)? = otherwise.constant, !SQLVector.isWide(type), type != .double,
      let one = Int64(exactly: yes), let zero = Int64(exactly: no)
    {
      let truth = try branches[0].when.truth(batch)
      return SQLVector(
        type: type, content: .narrow(fastMap(truth.yes) { $0 == 1 ? one : zero }), nulls: [])
    }
    var rest = Array(0..<batch.count)
    var source = [Int](repeating: 0, count: batch.count)
    var parts: [SQLVector] = []
    var filled = 0
    for branch in branches + [
      (
        when: BoundExpression(node: .constant(.boolean(true)), type: .boolean, position: position),
        then: otherwise
      )
    ] {
      guard !rest.isEmpty else { break }
      let own = rest.count == batch.count ? batch : batch.taking(rest)
      let truth = try branch.when.truth(own)
      let taken = rest.indices.filter { truth.yes[$0] == 1 }
      guard !taken.isEmpty else { continue }
      let rows = taken.map { rest[$0] }
      parts.append(try branch.then.evaluate(rows.count == batch.count ? batch : batch.taking(rows)))
      for row in rows {
        source[row] = filled
        filled += 1
      }
      if taken.count == rest.count { break }
      rest = rest.indices.filter { truth.yes[$0] == 0 }.map { rest[$0] }
    }
    return SQLVector.joined(parts, type: type).taking(source)
  }

  private func coalesce(_ parts: ArraySlice<BoundExpression>, _ batch: QueryBatch) throws
    -> SQLVector
  {
    guard let first = parts.first else { return .constant(.null, type, count: batch.count) }
    let vector = try first.evaluate(batch)
    guard vector.nulls.contains(1), parts.count > 1 else { return vector }
    let missing = (0..<batch.count).filter { vector.isNull($0) }
    let rest = try coalesce(parts.dropFirst(), batch.taking(missing))
    var source = Array(0..<batch.count)
    for (place, row) in missing.enumerated() { source[row] = batch.count + place }
    return SQLVector.joined([vector, rest], type: type).taking(source)
  }

  private func cast(_ vector: SQLVector) throws -> SQLVector {
    switch (vector.type, type, vector.content) {
    case (.integer, .bigint, .narrow), (.boolean, .integer, .narrow), (.boolean, .bigint, .narrow):
      return SQLVector(type: type, content: vector.content, nulls: vector.nulls)
    case (.timestamp, .date, .narrow(let values)):
      return SQLVector(
        type: type, content: .narrow(fastMap(values) { floorDivide($0, 86_400_000_000) }),
        nulls: vector.nulls)
    case (.date, .timestamp, .narrow(let values))
    where allInside(values, -100_000_000...100_000_000):
      return SQLVector(
        type: type, content: .narrow(fastMap(values) { $0 &* 86_400_000_000 }), nulls: vector.nulls)
    case (.integer, .double, .narrow(let values)), (.bigint, .double, .narrow(let values)):
      return SQLVector(
        type: type, content: .real(fastMap(values) { Double($0) }), nulls: vector.nulls)
    case (.integer, .hugeint, .narrow(let values)), (.bigint, .hugeint, .narrow(let values)):
      return SQLVector(
        type: type, content: .wide(fastMap(values) { Int128($0) }), nulls: vector.nulls)
    case (.bigint, .integer, .narrow(let values))
    where allInside(values, Int64(Int32.min)...Int64(Int32.max)):
      return SQLVector(type: type, content: vector.content, nulls: vector.nulls)
    case (.double, .bigint, .real(let values))
    where vector.nulls.isEmpty && values.allSatisfy({ abs($0) < 9e18 }):
      return SQLVector(
        type: type, content: .narrow(fastMap(values) { Int64($0.rounded(.toNearestOrEven)) }),
        nulls: [])
    default:
      let values = try (0..<vector.count).map { row in
        try ValueCast.value(vector[row], vector.type, to: type, position)
      }
      return .make(values, type)
    }
  }

  private func part(_ part: DatePart, _ vector: SQLVector) throws -> SQLVector {
    let isDay = vector.type == .date
    guard case .narrow(let values) = vector.content else {
      return .constant(.null, type, count: vector.count)
    }
    if part == .epoch {
      let unit: Double = isDay ? 86_400 : 1e-6
      return SQLVector(
        type: type,
        content: .real(fastMap(values) { isDay ? Double($0) * unit : Double($0) / 1e6 }),
        nulls: vector.nulls)
    }
    let content = part.values(values, isDay: isDay)
    return SQLVector(type: type, content: .narrow(content), nulls: vector.nulls)
  }

  private func absolute(_ vector: SQLVector) throws -> SQLVector {
    switch vector.content {
    case .real(let values):
      return SQLVector(type: type, content: .real(fastMap(values) { abs($0) }), nulls: vector.nulls)
    case .narrow(let values):
      let limit = type == .integer ? Int64(Int32.min) : Int64.min
      for row in values.indices where values[row] == limit && !vector.isNull(row) {
        throw overflow("abs(\(limit))")
      }
      return SQLVector(
        type: type, content: .narrow(fastMap(values) { $0 < 0 ? 0 &- $0 : $0 }), nulls: vector.nulls
      )
    case .wide(let values):
      return SQLVector(
        type: type, content: .wide(values.map { $0 < 0 ? 0 &- $0 : $0 }), nulls: vector.nulls)
    case .text: return vector
    }
  }
}

/// Orders doubles as SQL does: NaN is equal to itself and above everything.
func totalOrder(_ left: Double, _ right: Double) -> Int {
  if left < right { return -1 }
  if left > right { return 1 }
  if left == right { return 0 }
  return left.isNaN ? (right.isNaN ? 0 : 1) : -1
}

/// Orders texts by their UTF-8 bytes.
func textOrder(_ left: String, _ right: String) -> Int {
  if left == right, left.utf8.elementsEqual(right.utf8) { return 0 }
  return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
}

extension SQLVector {
  init(_ truth: Truth) {
    self.init(
      type: .boolean, content: .narrow(fastMap(truth.yes) { Int64($0) }), nulls: truth.unknown)
  }

  /// A boolean vector as a truth.
  var truth: Truth {
    guard case .narrow(let values) = content else { return Truth(nil, count: count) }
    guard !nulls.isEmpty else {
      return Truth(yes: fastMap(values) { $0 != 0 ? 1 : 0 }, unknown: [])
    }
    return Truth(yes: zipMap(values, nulls) { $0 != 0 && $1 == 0 ? 1 : 0 }, unknown: nulls)
  }

  /// Whole numbers in 128 bits.
  var wideValues: [Int128] {
    switch content {
    case .narrow(let values): values.map { Int128($0) }
    case .wide(let values): values
    default: [Int128](repeating: 0, count: count)
    }
  }

  func mappingNarrow(_ type: ClaimsType, _ body: (Int64) -> Int64) -> SQLVector {
    guard case .narrow(let values) = content else { return .constant(.null, type, count: count) }
    return SQLVector(type: type, content: .narrow(fastMap(values, body)), nulls: nulls)
  }
}

/// Computes an element of each pair of elements.
///
/// - Parameters:
///   - left: One operand for each row.
///   - right: The other, as long as `left`.
///   - body: The operation; inlined, so that simple ones vectorise.
/// - Returns: One result for each row.
/// - Complexity: O(rows).
@inlinable
@inline(__always)
public func zipMap<Left, Right, Result>(
  _ left: [Left], _ right: [Right], _ body: (Left, Right) -> Result
) -> [Result] {
  precondition(left.count == right.count, "\(left.count) and \(right.count) rows")
  return unsafe [Result](unsafeUninitializedCapacity: left.count) { buffer, count in
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        for index in 0..<left.count {
          unsafe buffer.initializeElement(at: index, to: body(left[index], right[index]))
        }
      }
    }
    count = left.count
  }
}

/// Computes an element of each element.
///
/// - Parameters:
///   - values: One operand for each row.
///   - body: The operation; inlined, so that simple ones vectorise.
/// - Returns: One result for each row.
/// - Complexity: O(rows).
@inlinable
@inline(__always)
public func fastMap<Value, Result>(_ values: [Value], _ body: (Value) -> Result) -> [Result] {
  unsafe [Result](unsafeUninitializedCapacity: values.count) { buffer, count in
    unsafe values.withUnsafeBufferPointer { values in
      for index in 0..<values.count {
        unsafe buffer.initializeElement(at: index, to: body(values[index]))
      }
    }
    count = values.count
  }
}

/// Whether every value lies in a range.
///
/// - Parameters:
///   - values: What to look at.
///   - range: The range.
/// - Returns: `true` for no values.
/// - Complexity: O(rows), vectorised.
public func allInside(_ values: [Int64], _ range: ClosedRange<Int64>) -> Bool {
  let span = UInt64(bitPattern: range.upperBound &- range.lowerBound)
  var outside: UInt64 = 0
  for value in values {
    outside |= UInt64(bitPattern: value &- range.lowerBound) > span ? 1 : 0
  }
  return outside == 0
}

/// The smallest and the largest of some values; 0 to 0 for none.
///
/// - Complexity: O(rows), vectorised.
public func extent(_ values: [Int64]) -> ClosedRange<Int64> {
  guard var low = values.first else { return 0...0 }
  var high = low
  for value in values {
    low = min(low, value)
    high = max(high, value)
  }
  return low...high
}

/// Adds each value to the total of its group, wrapping.
///
/// - Parameters:
///   - values: One for each row.
///   - groups: The group of each row; below `totals.count`.
///   - totals: The totals so far.
/// - Complexity: O(rows).
public func addByGroup(_ values: [Int64], groups: [Int32], to totals: inout [Int64]) {
  precondition(values.count == groups.count, "\(values.count) values, \(groups.count) groups")
  let limit = totals.count
  unsafe values.withUnsafeBufferPointer { values in
    unsafe groups.withUnsafeBufferPointer { groups in
      unsafe totals.withUnsafeMutableBufferPointer { totals in
        for row in 0..<values.count {
          let group = Int(unsafe groups[row])
          precondition(group >= 0 && group < limit)
          unsafe totals[group] &+= values[row]
        }
      }
    }
  }
}

/// Counts the rows of each group.
///
/// - Parameters:
///   - groups: The group of each row; below `totals.count`.
///   - totals: The counts so far.
/// - Complexity: O(rows).
public func countByGroup(_ groups: [Int32], to totals: inout [Int64]) {
  let limit = totals.count
  if limit == 1 {
    totals[0] &+= Int64(groups.count)
    return
  }
  unsafe groups.withUnsafeBufferPointer { groups in
    unsafe totals.withUnsafeMutableBufferPointer { totals in
      for row in 0..<groups.count {
        let group = Int(unsafe groups[row])
        precondition(group >= 0 && group < limit)
        unsafe totals[group] &+= 1
      }
    }
  }
}

/// Keeps the smallest, or largest, value of each group.
///
/// - Parameters:
///   - values: One for each row.
///   - groups: The group of each row; below `extremes.count`.
///   - isLargest: Whether the largest is kept.
///   - extremes: The values so far.
/// - Complexity: O(rows).
public func extremeByGroup(
  _ values: [Int64], groups: [Int32], isLargest: Bool, to extremes: inout [Int64]
) {
  precondition(values.count == groups.count, "\(values.count) values, \(groups.count) groups")
  let limit = extremes.count
  unsafe values.withUnsafeBufferPointer { values in
    unsafe groups.withUnsafeBufferPointer { groups in
      unsafe extremes.withUnsafeMutableBufferPointer { extremes in
        for row in 0..<values.count {
          let group = Int(unsafe groups[row])
          precondition(group >= 0 && group < limit)
          let (value, known) = unsafe (values[row], extremes[group])
          unsafe extremes[group] = isLargest ? max(known, value) : min(known, value)
        }
      }
    }
  }
}

/// The numbers of the rows that are marked, lowest first.
///
/// - Parameter marks: 1 for each chosen row, 0 for the others.
/// - Returns: Their indices.
/// - Complexity: O(rows), without branches.
public func markedRows(_ marks: [UInt8]) -> [Int] {
  unsafe [Int](unsafeUninitializedCapacity: marks.count + 1) { buffer, count in
    var place = 0
    unsafe marks.withUnsafeBufferPointer { marks in
      for row in 0..<marks.count {
        unsafe buffer.initializeElement(at: place, to: row)
        place += unsafe Int(marks[row])
      }
    }
    count = place
  }
}

/// Sets a bit for each pair of group and value.
///
/// - Parameters:
///   - values: One for each row; at least `low`, and less than `low` + 64 × `wordsPerGroup`.
///   - groups: The group of each row.
///   - low: The value of the first bit of a group.
///   - wordsPerGroup: How many words a group has.
///   - bits: The bits so far.
/// - Complexity: O(rows).
public func setBits(
  _ values: [Int64], groups: [Int32], from low: Int64, wordsPerGroup: Int, in bits: inout [UInt64]
) {
  precondition(values.count == groups.count, "\(values.count) values, \(groups.count) groups")
  let limit = bits.count
  unsafe values.withUnsafeBufferPointer { values in
    unsafe groups.withUnsafeBufferPointer { groups in
      unsafe bits.withUnsafeMutableBufferPointer { bits in
        for row in 0..<values.count {
          let value = unsafe Int(values[row] &- low)
          let word = unsafe Int(groups[row]) &* wordsPerGroup &+ value >> 6
          precondition(word >= 0 && word < limit)
          unsafe bits[word] |= 1 << UInt64(value & 63)
        }
      }
    }
  }
}

/// Adds all values, wrapping.
///
/// - Parameter values: What to add.
/// - Returns: The total; 0 for none.
/// - Complexity: O(rows), vectorised.
public func sumWrapping(_ values: [Int64]) -> Int64 {
  var total: Int64 = 0
  for value in values { total &+= value }
  return total
}

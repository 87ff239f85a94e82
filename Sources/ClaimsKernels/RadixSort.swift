/// Finds the order of keys: the row of the smallest key first, equal keys by row.
///
/// - Parameter keys: One for each row; fewer than 2^32 rows.
/// - Returns: The rows in the order of their keys.
/// - Complexity: O(rows × significant bits / 11).
public func sortedOrder(_ keys: [UInt64]) -> [UInt32] {
  precondition(keys.count <= Int(UInt32.max), "\(keys.count) rows")
  let count = keys.count
  let largest = keys.max() ?? 0
  var rows = (0..<count).map { UInt32($0) }
  if isAscending(keys) { return rows }
  let bits = 64 - largest.leadingZeroBitCount
  var sorted = keys
  var otherKeys = [UInt64](repeating: 0, count: count)
  var otherRows = [UInt32](repeating: 0, count: count)
  var shift = 0
  while shift < bits {
    var places = [Int](repeating: 0, count: 2049)
    // SAFETY: a digit has 11 bits, and the places of all digits together count `count` rows.
    unsafe sorted.withUnsafeBufferPointer { keys in
      unsafe places.withUnsafeMutableBufferPointer { places in
        for index in 0..<count { unsafe places[Int(keys[index] >> UInt64(shift) & 2047) + 1] += 1 }
        for digit in 1..<2049 { unsafe places[digit] += places[digit - 1] }
        unsafe rows.withUnsafeBufferPointer { rows in
          unsafe otherKeys.withUnsafeMutableBufferPointer { outKeys in
            unsafe otherRows.withUnsafeMutableBufferPointer { outRows in
              for index in 0..<count {
                let key = unsafe keys[index]
                let digit = Int(key >> UInt64(shift) & 2047)
                let place = unsafe places[digit]
                unsafe places[digit] = place + 1
                unsafe outKeys[place] = key
                unsafe outRows[place] = rows[index]
              }
            }
          }
        }
      }
    }
    swap(&sorted, &otherKeys)
    swap(&rows, &otherRows)
    shift += 11
  }
  return rows
}

/// Whether no key is smaller than the one before it.
private func isAscending(_ keys: [UInt64]) -> Bool {
  var previous: UInt64 = 0
  for key in keys {
    if key < previous { return false }
    previous = key
  }
  return true
}

/// Sorts keys alone.
///
/// - Parameter keys: Any keys.
/// - Returns: The keys, smallest first.
/// - Complexity: O(keys × significant bits / 11).
public func sortedKeys(_ keys: [UInt64]) -> [UInt64] {
  if isAscending(keys) { return keys }
  let count = keys.count
  let bits = 64 - (keys.max() ?? 0).leadingZeroBitCount
  var sorted = keys
  var other = [UInt64](repeating: 0, count: count)
  var shift = 0
  while shift < bits {
    var places = [Int](repeating: 0, count: 2049)
    // SAFETY: a digit has 11 bits, and the places of all digits together count `count` keys.
    unsafe sorted.withUnsafeBufferPointer { keys in
      unsafe places.withUnsafeMutableBufferPointer { places in
        for index in 0..<count { unsafe places[Int(keys[index] >> UInt64(shift) & 2047) + 1] += 1 }
        for digit in 1..<2049 { unsafe places[digit] += places[digit - 1] }
        unsafe other.withUnsafeMutableBufferPointer { out in
          for index in 0..<count {
            let key = unsafe keys[index]
            let digit = Int(key >> UInt64(shift) & 2047)
            let place = unsafe places[digit]
            unsafe places[digit] = place + 1
            unsafe out[place] = key
          }
        }
      }
    }
    swap(&sorted, &other)
    shift += 11
  }
  return sorted
}

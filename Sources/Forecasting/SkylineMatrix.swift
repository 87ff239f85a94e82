/// A symmetric positive definite matrix stored by rows from each row's first entry to its diagonal.
///
/// A random walk of levels followed by a few dense columns has short rows and then full ones, so a
/// factorisation costs little more than the dense part.
struct SkylineMatrix {
  /// First stored column of each row.
  let first: [Int]
  private let offset: [Int]
  private(set) var values: [Double]

  /// Makes a zero matrix.
  ///
  /// - Parameter first: The first column of each row, at most the row itself.
  init(first: [Int]) {
    self.first = first
    var offset: [Int] = []
    offset.reserveCapacity(first.count)
    var stored = 0
    for (row, column) in first.enumerated() {
      precondition(column >= 0 && column <= row, "row \(row) begins at column \(column)")
      offset.append(stored - column)
      stored += row - column + 1
    }
    self.offset = offset
    values = Array(repeating: 0, count: stored)
  }

  /// The number of rows.
  var count: Int { first.count }

  /// Reads or writes an entry of the lower triangle inside the profile.
  subscript(row: Int, column: Int) -> Double {
    get { values[offset[row] + column] }
    set { values[offset[row] + column] = newValue }
  }

  /// Factors the matrix into L × Lᵀ; nothing when it is not positive definite.
  ///
  /// - Complexity: O(sum of squared row lengths).
  func factored() -> SkylineFactor? {
    var lower = values
    for row in 0..<count {
      let start = first[row]
      let rowOffset = offset[row]
      for column in start..<row {
        let columnOffset = offset[column]
        var sum = lower[rowOffset + column]
        var inner = max(start, first[column])
        while inner < column {
          sum -= lower[rowOffset + inner] * lower[columnOffset + inner]
          inner += 1
        }
        lower[rowOffset + column] = sum / lower[columnOffset + column]
      }
      var pivot = lower[rowOffset + row]
      for inner in start..<row {
        let entry = lower[rowOffset + inner]
        pivot -= entry * entry
      }
      guard pivot > 0, pivot.isFinite else { return nil }
      lower[rowOffset + row] = pivot.squareRoot()
    }
    return SkylineFactor(first: first, offset: offset, lower: lower)
  }
}

/// The lower factor of a ``SkylineMatrix``.
struct SkylineFactor {
  let first: [Int]
  let offset: [Int]
  let lower: [Double]

  /// The logarithm of the matrix's determinant.
  var logDeterminant: Double {
    first.indices.reduce(0) { $0 + 2 * logarithm(lower[offset[$1] + $1]) }
  }

  /// Solves L × x = b.
  func solvedForward(_ right: [Double]) -> [Double] {
    var x = right
    for row in x.indices {
      var sum = x[row]
      for column in first[row]..<row { sum -= lower[offset[row] + column] * x[column] }
      x[row] = sum / lower[offset[row] + row]
    }
    return x
  }

  /// Solves Lᵀ × x = b.
  func solvedBackward(_ right: [Double]) -> [Double] {
    var x = right
    for row in x.indices.reversed() {
      x[row] /= lower[offset[row] + row]
      let value = x[row]
      for column in first[row]..<row { x[column] -= lower[offset[row] + column] * value }
    }
    return x
  }

  /// Solves the whole system.
  func solved(_ right: [Double]) -> [Double] { solvedBackward(solvedForward(right)) }
}

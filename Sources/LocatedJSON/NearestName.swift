/// Orders known names by their likeness to a name that is not known, nearest first.
///
///     nearest(to: "handelTime", among: ["patience", "handleTime"])  // ["handleTime", "patience"]
///
/// Likeness is the Damerau-Levenshtein distance ignoring case, then the distance with case; names
/// that are equally near come in the order of their Unicode scalars.
///
/// - Parameters:
///   - name: The name as typed.
///   - candidates: The names that would be known.
/// - Returns: All candidates, nearest first.
/// - Complexity: O(candidates × length²), where only the first 100 scalars of a name count.
public func nearest(to name: String, among candidates: [String]) -> [String] {
  let folded = name.lowercased()
  return
    candidates.map { candidate in
      (
        candidate, editDistance(folded, candidate.lowercased()), editDistance(name, candidate)
      )
    }
    .sorted { left, right in
      (left.1, left.2) != (right.1, right.2)
        ? (left.1, left.2) < (right.1, right.2) : scalarsPrecede(left.0, right.0)
    }
    .map(\.0)
}

/// The known name that was probably meant, or `nil` when none is near.
///
/// A name is near when at most a third of its characters, and at least one, differ, case ignored.
///
/// - Parameters:
///   - name: The name as typed.
///   - candidates: The names that would be known.
/// - Returns: The nearest candidate when it is near.
/// - Complexity: O(candidates × length²), where only the first 100 scalars of a name count.
public func probablyMeant(by name: String, among candidates: [String]) -> String? {
  guard let first = nearest(to: name, among: candidates).first else { return nil }
  let allowed = max(1, first.unicodeScalars.count / 3)
  return editDistance(name.lowercased(), first.lowercased()) <= allowed ? first : nil
}

/// The Damerau-Levenshtein distance of two names in Unicode scalars.
///
/// The least number of insertions, deletions, substitutions and swaps of neighbours that turns one
/// into the other, where text may still be edited between two swapped characters.
///
/// - Parameters:
///   - left: One name.
///   - right: The other name.
/// - Returns: The distance, 0 for equal names.
/// - Complexity: O(length × length), where only the first 100 scalars of a name count.
/// - SeeAlso: R. Lowrance and R. A. Wagner, "An Extension of the String-to-String Correction
///   Problem", *Journal of the ACM* 22 (1975).
public func editDistance(_ left: String, _ right: String) -> Int {
  let source = Array(left.unicodeScalars.prefix(100))
  let target = Array(right.unicodeScalars.prefix(100))
  let width = target.count + 2
  let far = source.count + target.count
  // Row and column 0 hold a distance that is never the least; row and column 1 are the empty
  // prefixes.
  var table = [Int](repeating: far, count: (source.count + 2) * width)
  for row in 0...source.count { table[(row + 1) * width + 1] = row }
  for column in 0...target.count { table[width + column + 1] = column }
  var lastRowWith: [Unicode.Scalar: Int] = [:]
  for row in 0..<source.count {
    var lastMatch = 0
    for column in 0..<target.count {
      let matchRow = lastRowWith[target[column], default: 0]
      let matchColumn = lastMatch
      let isSame = source[row] == target[column]
      if isSame { lastMatch = column + 1 }
      let replaced = table[(row + 1) * width + column + 1] + (isSame ? 0 : 1)
      let removed = table[(row + 1) * width + column + 2] + 1
      let inserted = table[(row + 2) * width + column + 1] + 1
      let swapped =
        table[matchRow * width + matchColumn] + (row - matchRow) + 1 + (column - matchColumn)
      table[(row + 2) * width + column + 2] = min(replaced, removed, inserted, swapped)
    }
    lastRowWith[source[row]] = row + 1
  }
  return table[(source.count + 1) * width + target.count + 1]
}

/// A pattern of `LIKE`: `%` stands for any text, `_` for one character.
struct LikePattern: Sendable {
  private let pattern: [Unicode.Scalar]

  init(_ text: String) { pattern = Array(text.unicodeScalars) }

  /// Whether the whole text follows the pattern.
  ///
  /// - Complexity: O(text × pattern) at worst, linear for one `%`.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (position, place) = (0, 0)
    var restart: (position: Int, place: Int)?
    while position < scalars.count {
      if place < pattern.count, pattern[place] == "%" {
        restart = (position, place + 1)
        place += 1
      } else if place < pattern.count, pattern[place] == "_" || pattern[place] == scalars[position]
      {
        position += 1
        place += 1
      } else if let last = restart {
        position = last.position + 1
        place = last.place
        restart = (position, last.place)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "%" }
  }
}

import CXlsxWriter
import Foundation

/// Writes a spreadsheet by libxlsxwriter; the one file that touches it.
struct SpreadsheetWriter {
  /// The workbook as bytes; the same sheets give the same bytes.
  ///
  /// - Parameters:
  ///   - spreadsheet: The sheets.
  ///   - created: The date in the file's properties, in seconds since 1970.
  /// - Returns: An XLSX file.
  /// - Throws: ``ReportError/notWritten(_:)`` with libxlsxwriter's reason.
  func bytes(_ spreadsheet: Spreadsheet, created: Int) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "caseload-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("report.xlsx")
    try write(spreadsheet, to: file.path, in: folder.path, created: created)
    return [UInt8](try Data(contentsOf: file))
  }

  // SAFETY: every pointer comes from the workbook, which owns it and lives until workbook_close.
  private func write(
    _ spreadsheet: Spreadsheet, to path: String, in folder: String, created: Int
  ) throws {
    let code = unsafe folder.withCString { folder -> lxw_error in
      var options = unsafe lxw_workbook_options()
      unsafe options.tmpdir = UnsafeMutablePointer(mutating: folder)
      guard let book = unsafe workbook_new_opt(path, &options) else {
        return LXW_ERROR_CREATING_XLSX_FILE
      }
      var properties = unsafe lxw_doc_properties()
      unsafe properties.created = created
      unsafe workbook_set_properties(book, &properties)
      let formats = unsafe CellStyle.allCases.map { unsafe format($0, book) }
      for sheet in spreadsheet.sheets { unsafe add(sheet, to: book, formats) }
      for name in spreadsheet.names { unsafe workbook_define_name(book, name.name, name.cell) }
      return unsafe workbook_close(book)
    }
    guard code == LXW_NO_ERROR else {
      throw ReportError.notWritten(unsafe String(cString: lxw_strerror(code)))
    }
  }

  private func add(
    _ sheet: Sheet, to book: UnsafeMutablePointer<lxw_workbook>,
    _ formats: [UnsafeMutablePointer<lxw_format>?]
  ) {
    guard let page = unsafe workbook_add_worksheet(book, sheet.name) else { return }
    for (column, width) in sheet.widths.enumerated() {
      unsafe worksheet_set_column(page, UInt16(column), UInt16(column), width, nil)
    }
    for cell in sheet.cells {
      let (row, column) = (UInt32(cell.row), UInt16(cell.column))
      let format = unsafe formats[cell.style.rawValue]
      switch cell.content {
      case .text(let text):
        unsafe worksheet_write_string(page, row, column, SpreadsheetWriter.clean(text), format)
      case .number(let value):
        unsafe worksheet_write_number(page, row, column, value.isFinite ? value : 0, format)
      case .formula(let formula, let value):
        unsafe worksheet_write_formula_num(page, row, column, formula, format, value)
      case .textFormula(let formula, let value):
        unsafe worksheet_write_formula_str(
          page, row, column, formula, format, SpreadsheetWriter.clean(value))
      }
    }
    if let first = sheet.hiddenFrom, let last = sheet.cells.map(\.column).max(), last >= first {
      var options = lxw_row_col_options()
      (options.hidden, options.level) = (1, 1)
      unsafe worksheet_set_column_opt(page, UInt16(first), UInt16(last), 8, nil, &options)
    }
    if sheet.frozen.rows > 0 || sheet.frozen.columns > 0 {
      unsafe worksheet_freeze_panes(page, UInt32(sheet.frozen.rows), UInt16(sheet.frozen.columns))
    }
    if sheet.frozen.rows > 0 {
      unsafe worksheet_repeat_rows(page, 0, UInt32(sheet.frozen.rows - 1))
    }
    unsafe worksheet_set_landscape(page)
    unsafe worksheet_set_paper(page, 1)
    unsafe worksheet_fit_to_pages(page, 1, 0)
    let lastColumn = (sheet.hiddenFrom ?? sheet.widths.count) - 1
    unsafe worksheet_print_area(page, 0, 0, UInt32(sheet.lastRow), UInt16(max(0, lastColumn)))
    unsafe worksheet_gridlines(page, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
    for chart in sheet.charts { unsafe add(chart, to: page, of: book) }
  }

  private func add(
    _ chart: Sheet.Chart, to page: UnsafeMutablePointer<lxw_worksheet>,
    of book: UnsafeMutablePointer<lxw_workbook>
  ) {
    let kind =
      switch chart.kind {
      case .columns: LXW_CHART_COLUMN
      case .stackedColumns: LXW_CHART_COLUMN_STACKED
      case .lines: LXW_CHART_LINE
      }
    guard let drawn = unsafe workbook_add_chart(book, UInt8(kind.rawValue)) else { return }
    for (index, series) in chart.series.enumerated() {
      let added = unsafe chart_add_series(drawn, "=" + series.categories, "=" + series.values)
      unsafe chart_series_set_name(added, "=" + series.name)
      let color = SpreadsheetWriter.colors[index % SpreadsheetWriter.colors.count]
      if chart.kind == .lines {
        var line = lxw_chart_line()
        (line.color, line.width) = (color, 2.25)
        unsafe chart_series_set_line(added, &line)
      } else {
        var fill = lxw_chart_fill()
        fill.color = color
        unsafe chart_series_set_fill(added, &fill)
      }
    }
    unsafe chart_title_set_name(drawn, chart.title)
    unsafe chart_axis_set_name(drawn.pointee.y_axis, chart.unit)
    unsafe chart_axis_set_num_format(drawn.pointee.y_axis, "$#,##0")
    if chart.series.count == 1 {
      unsafe chart_legend_set_position(drawn, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
    } else {
      unsafe chart_legend_set_position(drawn, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
    }
    var options = unsafe lxw_chart_options()
    unsafe (options.x_scale, options.y_scale) = (1.7, 1.2)
    unsafe worksheet_insert_chart_opt(
      page, UInt32(chart.row), UInt16(chart.column), drawn, &options)
  }

  private func format(
    _ style: CellStyle, _ book: UnsafeMutablePointer<lxw_workbook>
  ) -> UnsafeMutablePointer<lxw_format>? {
    let format = unsafe workbook_add_format(book)
    unsafe format_set_font_name(format, "Liberation Sans")
    unsafe format_set_font_size(format, style == .title ? 15 : 10)
    let number: String? =
      switch style {
      case .money, .moneyTotal: "$#,##0.00;-$#,##0.00"
      case .dollars: "$#,##0;-$#,##0"
      case .number, .headingNumber: "#,##0"
      case .exact: "#,##0.######"
      case .share, .priceShare: "0.0##%"
      case .price: "#,##0.00####"
      case .workload: "0.00"
      default: nil
      }
    if let number { unsafe format_set_num_format(format, number) }
    switch style {
    case .title, .moneyTotal, .textTotal: unsafe format_set_bold(format)
    case .heading, .headingNumber:
      unsafe format_set_bold(format)
      unsafe format_set_text_wrap(format)
      unsafe format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
      unsafe format_set_bg_color(format, 0xE9F1F5)
    case .note: unsafe format_set_font_color(format, 0x55616A)
    case .price, .priceShare: unsafe format_set_bg_color(format, 0xFFF2A8)
    case .workload: unsafe format_set_bg_color(format, 0xBFE0F5)
    default: break
    }
    if style == .headingNumber {
      unsafe format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
    }
    if style == .moneyTotal || style == .textTotal {
      unsafe format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
    }
    return unsafe format
  }

  /// The report's colours.
  private static let colors: [lxw_color_t] = [
    0x0B6A9C, 0xDD8A2E, 0x3F9A76, 0x8760A8, 0xC4565A, 0x79B4D4, 0x8F8A3C, 0x788188,
  ]

  /// Text that XML can hold and that fits a cell.
  static func clean(_ text: String) -> String {
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(8000) { cleaned.append(Markup.visible(scalar)) }
    return String(cleaned)
  }
}

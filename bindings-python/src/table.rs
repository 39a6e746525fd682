//! `callgate.Table`: columns that anything that reads Arrow data takes over.

use crate::python;
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray, cast::AsArray, types::UInt64Type};
use arrow_cast::cast;
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use arrow_schema::{ArrowError, DataType, Field};
use pyo3::{
    exceptions::PyKeyError,
    prelude::*,
    types::{PyBytes, PyCapsule, PyDict, PyList},
};
use pyo3_arrow::{
    error::PyArrowResult,
    ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule},
};
use std::sync::Arc;

/// A table of results: named columns of the same length.
///
/// It hands itself out as Arrow data, without a copy: `polars.DataFrame(table)`,
/// `pyarrow.table(table)`, or a query in DuckDB. Without any of these, `table["verdict"]` is a list.
///
/// >>> import callgate
/// >>> table = callgate.Policy.from_json({}).decide_many(["ls", "make"])
/// >>> table
/// Table(rows=2, columns=['verdict'])
/// >>> table["verdict"]
/// ['allow', 'ask']
#[derive(Debug)]
#[pyclass(frozen, module = "callgate")]
pub struct Table {
    batch: RecordBatch,
}

impl Table {
    /// A table of named columns.
    pub fn new(columns: Vec<(&str, ArrayRef)>) -> Result<Table, ArrowError> {
        RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, column)| (name, column, name != "verdict")),
        )
        .map(|batch| Table { batch })
    }

    fn names(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }
}

#[pymethods]
impl Table {
    /// The names of the columns.
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_json({}).decide_many([], explain=True).column_names
    /// ['verdict', 'rule', 'list', 'source', 'file', 'code', 'message']
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.names()
    }

    /// The rows, each a dictionary.
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_json({}).decide_many(["ls"]).to_pylist()
    /// [{'verdict': 'allow'}]
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows: Vec<_> = (0..self.batch.num_rows()).map(|_| PyDict::new(py)).collect();
        for (name, column) in self.names().iter().zip(self.batch.columns()) {
            for (row, value) in rows.iter().zip(list(py, column)?) {
                row.set_item(name, value)?;
            }
        }
        PyList::new(py, rows)
    }

    /// The first rows, as a table.
    ///
    /// >>> import callgate
    /// >>> callgate.Policy.from_json({}).decide_many(["ls", "make"]).head(1)
    /// Table(rows=1, columns=['verdict'])
    #[pyo3(signature = (rows=5))]
    fn head(&self, rows: usize) -> Table {
        Table { batch: self.batch.slice(0, rows.min(self.batch.num_rows())) }
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, key: &str) -> PyResult<Bound<'py, PyList>> {
        match self.batch.column_by_name(key) {
            Some(column) => list(py, column),
            None => Err(PyKeyError::new_err(key.to_owned())),
        }
    }

    fn __contains__(&self, key: &str) -> bool {
        self.batch.column_by_name(key).is_some()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.to_pylist(py)?.try_iter()?.into_any())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Table>().is_ok_and(|other| self.batch == other.get().batch)
    }

    fn __repr__(&self) -> String {
        let names: Vec<String> = self.names().iter().map(|name| format!("'{name}'")).collect();
        format!("Table(rows={}, columns=[{}])", self.batch.num_rows(), names.join(", "))
    }

    fn __copy__(slf: Py<Table>) -> Py<Table> {
        slf
    }

    fn __deepcopy__(slf: Py<Table>, _memo: &Bound<'_, PyAny>) -> Py<Table> {
        slf
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyAny>> {
        let restore = py.import("callgate._callgate")?.getattr("restore_table")?;
        let mut writer = StreamWriter::try_new(Vec::new(), &self.batch.schema())?;
        writer.write(&self.batch)?;
        let state = PyBytes::new(py, &writer.into_inner()?);
        Ok((restore, (state,)).into_pyobject(py)?.into_any())
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Table>) -> PyResult<Bound<'py, PyAny>> {
        python::html("table", slf.as_any())
    }

    /// The table as an Arrow stream, for whoever reads the PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let table = StructArray::from(self.batch.clone());
        let field = Arc::new(Field::new("", table.data_type().clone(), false));
        let chunks: [Result<ArrayRef, ArrowError>; 1] = [Ok(Arc::new(table))];
        to_stream_pycapsule(py, Box::new(ArrayIterator::new(chunks, field)), requested_schema)
    }

    /// The schema of the table, for whoever reads the PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.batch.schema().as_ref())
    }
}

/// A pickled table.
#[pyfunction]
pub fn restore_table(stream: &[u8]) -> PyArrowResult<Table> {
    let mut batches = StreamReader::try_new(stream, None)?;
    match batches.next() {
        Some(batch) => Ok(Table { batch: batch? }),
        None => Ok(Table { batch: RecordBatch::new_empty(batches.schema()) }),
    }
}

/// The values of a column as Python has them.
fn list<'py>(py: Python<'py>, column: &ArrayRef) -> PyResult<Bound<'py, PyList>> {
    if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
        return PyList::new(py, numbers);
    }
    // Every other column is text, or a dictionary of text.
    let texts = cast(column, &DataType::LargeUtf8)
        .map_err(|error| pyo3::exceptions::PyTypeError::new_err(error.to_string()))?;
    PyList::new(py, texts.as_string::<i64>())
}

"""DataFrame to Plotly figure, one function a chart. Knows no Streamlit."""

"""How long a loan takes to pay back."""
import streamlit as st

st.title("Loan")
amount = st.slider("Amount", 1000, 50000, 10000)
monthly = st.slider("A month", 50, 2000, 400)
st.write(f"{amount / monthly:.0f} months")

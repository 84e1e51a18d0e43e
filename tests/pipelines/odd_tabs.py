"""Tables of months or projects, each on an edge of one rule, for test_billing_sheets.py."""

MONTH, TWO = "Costs,Jul 2026\n", "Costs,Jul 2026,Aug 2026\n"
CLASSES = "Costs of May 2026\n,Hub,Docs,Total\n"
STATEMENT = "Statement,Jul 2026\nOpening balance,10.00\n"
# What is above a header, next to it, and which rows and columns are a header at all.
HEADS = {
    "a year as a label": "2026,Jul,Aug\nExpenses,,\nRack,1.00,2.00\n",
    "an account as a label": "4000,Jul 2026,Aug 2026\nExpenses,,\nRack,1.00,2.00\n",
    "a quarter as a label": "Q1 2026,Q2 2026,Q3 2026\nExpenses,,\nRack,1.00,2.00\n",
    "months with a point": "Costs,2026.07,2026.08\nExpenses,,\nRack,1.00,2.00\n",
    "one name above two months": f",Actuals,\n{TWO}Expenses,,\nRack,1.00,2.00\n",
    "names above months": f",Plan,Actual\n{TWO}Expenses,,\nRack,1.00,2.00\n",
    "a number above months": f",4000,Hub\n{TWO}Expenses,,\nRack,1.00,2.00\n",
    "a month above months": f",July,Budget\n{TWO}Expenses,,\nRack,1.00,2.00\n",
    "a span above months":
        f",2026-07-01 - 2026-07-15,Plan\n{TWO}Expenses,,\nRack,1.00,2.00\n",
    "a name above one month": f",Actuals\n{MONTH}Expenses,\nRack,1.00\n",
    "a list with thousands":
        'Name,Month,Cost\nRack,Jul 2026,"1,234.50"\nBox,Aug 2026,"2,000.50"\n',
    "more commas than semicolons":
        "Costs;Jul 2026;Aug 2026\nExpenses;;\nRack;1.200,00;1.300,50\n"
        "Train, hotel, taxi, bus, boat, mule;450,00;1,50\n",
    "a currency in a section": f"{MONTH}Expenses (USD),\nRack,1.00\n",
    "a remark with another sign": 'Costs,Jul 2026,Remark\nExpenses,,\nRack,1.50,"1,50"\n',
    "a short row": f"{TWO}Expenses\nRack,1.00,2.00\n",
    "an amount next to the months": ",Jan 2026,Feb 2026,\nExpenses,,,\nRack,1.50,2.50,9.00\n",
    "an amount far from the months": ",Jan 2026,Feb 2026,,\nExpenses,,,,\nRack,1.50,2.50,,9.00\n",
    "an amount between the months": ",Jan 2026,,Feb 2026\nExpenses,,,\nRack,1.50,1.40,2.50\n",
    "nothing between the months": ",Jan 2026,,Feb 2026\nExpenses,,,\nRack,1.50,,2.50\n",
    "actuals and budget":
        ",Jan 2026,,Feb 2026,\n,Actual,Budget,Actual,Budget\nExpenses,,,,\n"
        "Rack,1.50,1.40,2.50,2.40\n",
    "actuals, and budget first":
        ",Jan 2026,,Feb 2026,\n,Actual,Budget,Budget,Actual\nExpenses,,,,\n"
        "Rack,1.50,1.40,2.50,2.40\n",
    "a remark and an amount next to it":
        ",Jan 2026,Remark,Feb 2026,\nExpenses,,,,\nRack,1.50,ok,2.50,9.00\n",
    "one month down": "Month;Servers;Travel;Total\nJan 2026;10,50;1,00;11,50\n",
    "months down below a total":
        "Total;Servers;Travel\nJan 2026;10,50;1,00\nFeb 2026;20,00;2,00\n",
    "months down and a sum": "Month;Sum\nJan 2026;10,50\nFeb 2026;20,00\n",
    "months down and one name": "Month,Who,Total\nJan 2026,Ada,11.50\nFeb 2026,,20.00\n",
    "a word for a total in the last row": "Costs,Jul 2026,Kind\nExpenses,,\nRack,1.00,Total\n",
    "classes and an empty column": "Costs of May 2026\n,Hub,Docs,Total,\nRack,1.00,2.00,3.00,\n",
    "classes with names": f"{CLASSES}Who,Ada,Bo,Cy\nRack,1.00,2.00,3.00\n",
    "classes with a short row": f"{CLASSES}Hosting\nRack,1.00,2.00,3.00\n",
    "classes below a day": "Costs of May 2026\n2026-05-01,Hub,Docs,Total\nRack,1.00,2.00,3.00\n",
    "classes of expenses": "Costs of May 2026\nExpenses,Hub,Docs,Total\nRack,1.00,2.00,3.00\n",
    "classes half of which add up": ",Hub,Docs,Total\nRack,5.00,2.00,3.00\nMail,1.00,1.50,2.50\n",
    "classes with empty cells": ",Hub,Docs,Total\nRack,1.00,,1.00\nMail,,1.50,1.50\n",
    "classes and a short row": ",Hub,Docs,Total\nRack,1.00,2.00,3.00\nMail,1.00\n",
    "classes and a row without a total": ",Hub,Docs,Total\nRack,1.00,2.00,3.00\nMail,1.00,2.00\n",
    "amounts of nothing": "Account,Amount\nRack,0.00\nMail,0.00\n",
}  # fmt: skip
# Rows that are sums of others: by their place, their indentation, their name.
SUMS = {
    "a name behind a section": ",,Jul 2026\nExpenses,,\nPlatform,Hub,250.00\n,Servers,200.00\n"
    ",Domains,50.00\n",
    "deeper by a column": ",,Jul 2026\nExpenses,,\n  Servers,,200.00\n,Disk,150.00\n,Box,50.00\n",
    "long names in a section": ",,Jul 2026\nExpenses,,\nHub,All,250.00\n  Long servers,All,200.00\n"
    "  Long domains,All,50.00\n",
    "a section of a long name": ",,Jul 2026\nExpenses,,\nPlatform of all the teams,All,250.00\n"
    "  Box,All,200.00\n  DNS,All,50.00\n",
    "two columns of totals": "Costs,Jul 2026,Total,Aug 2026,Grand total\nExpenses,,,,\n"
    "Rack,1.00,1.00,2.00,3.00\n",
    "sums of sums": f"{MONTH}Expenses,\nPlatform,250.00\n  Servers,200.00\n    A,120.00\n"
    "    B,80.00\n  Domains,50.00\nTravel,10.00\n",
    "deeper rows first": f"{MONTH}  Rack,1.00\n  Mail,2.00\nTravel,10.00\n",
    "a remark below a row": f"{MONTH}Expenses,\nPlatform,250.00\n  As agreed,\nTravel,1.00\n",
    "a subtotal below a sum": f"{MONTH}Expenses,\nPlatform,250.00\n  Servers,250.00\n"
    "  Subtotal,250.00\nTravel,1.00\n",
    "a total above its parts": f"{MONTH}Expenses,\nTotal,3.00\n  Rack,1.00\n  Mail,2.00\n",
    "a sum wrong in one month": f"{TWO}Expenses,,\nPlatform,250.00,1.00\n"
    "  Servers,250.00,300.00\n",
    "a sum of one month": f"{TWO}Expenses,,\nPlatform,250.00,\n  Servers,250.00,1.00\n",
    "a sum off by a cent": f"{MONTH}Expenses,\nPlatform,250.01\n  Servers,200.00\n"
    "  Domains,50.00\n",
    "a part of one month": f"{TWO}Expenses,,\nPlatform,250.00,5.25\n  Servers,200.00,5.25\n"
    "  Domains,50.00,\n",
    "round and rounded": f"{MONTH}Expenses,\nRack,100\nMail,11\nDNS,3\nTotal,115\n",
    "a total of another section": f"{MONTH}Hosting,\nRack,1.00\nMail,2.00\nTravel,\nTrain,5.00\n"
    "Hosting total,5.00\n",
    "a section and its row": f"{MONTH}Expenses,\nHosting,\nHosting,1.00\nCloud,2.00\n"
    "Total Hosting,3.00\nTravel,4.00\n",
    "nearest the second row": "Costs,May 2026,June 2026\nExpenses,,\nRack,100,120\nMail,10,30\n"
    "Total,12,31\n",
    "nearest all rows":
        "Costs,May 2026,June 2026\nExpenses,,\nRack,6,16\nMail,10,30\nTotal,16,36\n",
    "a cent across": f"{TWO[:-1]},Total\nExpenses,,,\nRack,1.25,2.50,3.76\n",
    "two cents across": f"{TWO[:-1]},Total\nExpenses,,,\nRack,1.25,2.50,3.77\n",
}  # fmt: skip
# Income and expenses, balances, and signs.
WAYS = {
    "expenses in two sections": f"{MONTH}Expenses,\nMail,2.25\nIncome,\nGifts,9.50\nExpenses,\n"
    "Rack,3.25\nTotal Expenses,5.50\n",
    "income in two sections": f"{MONTH}Income,\nGifts,9.00\nExpenses,\nMail,2.00\nIncome,\n"
    "Grants,5.00\nTotal Income,14.00\n",
    "a net row that adds expenses":
        f"{MONTH}Income,\nGifts,9.00\nExpenses,\nMail,2.00\nNet,11.00\n",
    "a refund in a net row": f"{MONTH}Income,\nGifts,9.00\nExpenses,\nMail,-2.00\nNet,11.00\n",
    "a total of income before expenses":
        f"{MONTH}Income,\nGifts,9.00\nTotal Income,9.00\nExpenses,\nMail,2.00\n",
    "two rows in no section": "Item,Jul 2026\nRack,1.00\nBox,2.00\nExpenses,\nMail,2.00\n",
    "small amounts and nothing": "Item,Jul 2026,Aug 2026\nServers,0.00,0.75\n",
    "cents below zero": f"{MONTH}Expenses,\nMail,-0.50\n",
    "cents above zero": f"{MONTH}Expenses,\nMail,0.50\n",
    "as much back": f"{MONTH}Expenses,\nMail,1.00\nRefund,-1.00\n",
    "balances of two funds": f"{STATEMENT}Gifts,5.00\nClosing balance,15.00\n"
    "Opening balance,100.00\nMail,-7.00\nClosing balance,93.00\n",
    "balances of one name": "Statement,Jul 2026\nFund balance,10.00\nGifts,5.00\nMail,-1.00\n"
    "Fund balance,14.00\n",
    "expenses below zero in a balance": f"{STATEMENT}Expenses,\nMail,-7.00\nClosing balance,3.00\n",
    "a balance off by a cent": f"{STATEMENT}Gifts,5.25\nMail,-7.50\nClosing balance,7.76\n",
    "a balance off by two cents": f"{STATEMENT}Gifts,5.25\nMail,-7.50\nClosing balance,7.77\n",
    "a balance that opens empty": "Statement,Jul 2026,Aug 2026\nOpening balance,10.00,\n"
    "Gifts,5.00,3.00\nClosing balance,15.00,3.00\n",
    "a balance that closes empty": "Statement,Jul 2026,Aug 2026\nOpening balance,10.00,3.00\n"
    "Mail,-5.00,-3.00\nClosing balance,5.00,\n",
    "a balance that grows": f"{STATEMENT}Gifts,5.00\nClosing balance,15.00\n",
    "a net row before anything is spent": f"{MONTH}Income,\nGifts,9.00\nExpenses,\nPlan,0.00\n"
    "Net operating income,9.00\nMail,-2.00\nNet income,7.00\n",
    "a fund without expenses": f"{STATEMENT}Gifts,5.00\nClosing balance,15.00\n"
    "Opening balance,20.00\nExpenses,\nMail,-7.00\nClosing balance,13.00\n",
    "a net row of which one month has expenses": f"{TWO}Income,,\nGifts,9.00,9.00\nExpenses,,\n"
    "Mail,2.00,0.00\nNet,11.00,9.00\n",
    "a balance of which one month has expenses": "Statement,Jul 2026,Aug 2026\n"
    "Opening balance,10.00,3.00\nExpenses,,\nMail,7.00,0.00\nClosing balance,17.00,3.00\n",
    "whole amounts and cents": f"{MONTH}Expenses,\nRack,101\nMail,11.50\nTotal,113\n",
    "cents in a balance": f"{STATEMENT}Gifts,0.50\nMail,-0.25\nClosing balance,10.25\n",
}  # fmt: skip
# With neither a section nor a setting for the sign.
OPEN = {
    "mostly a minus": "Item,Jul 2026\nRack,9.00\nMail,-1.00\nDNS,-1.00\n",
    "as many with a minus": "Item,Jul 2026\nRack,9.00\nMail,-1.00\n",
    "as many with a minus and nothing": "Item,Jul 2026\nRack,9.00\nBox,0.00\nMail,-1.00\n",
    "mostly a minus and nothing":
        "Item,Jul 2026\nRack,9.00\nBox,0.00\nMail,-1.00\nDNS,-1.00\n",
    "cents of both signs": "Item,Jul 2026\nRack,0.50\nMail,-0.25\n",
    "less than nothing": "Item,Jul 2026\nRack,0.10\nMail,0.10\nDNS,-0.50\n",
    "a statement": f"{STATEMENT}Mail,-7.00\nClosing balance,3.00\n",
}  # fmt: skip
ODD = {**HEADS, **SUMS, **WAYS}
